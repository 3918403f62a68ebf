import pytest

from pricing.usage_log.columns import plain_name, read_columns

# The header of each export, with its source and whether prompt and output counts are whole.
EXPORTS = {
    "our own": (
        ("day,model,input,output,cache_read,cache_write,reasoning"),
        ("", False, False),
    ),
    "OpenAI, usage export": (
        (
            "start_time,end_time,start_time_iso,project_id,num_model_requests,user_id,api_key_id,model,"
            "batch,input_tokens,output_tokens,input_cached_tokens,input_audio_tokens"
        ),
        ("OpenAI", True, True),
    ),
    "OpenAI, API responses": (
        (
            "created,model,usage.prompt_tokens,usage.completion_tokens,"
            "usage.prompt_tokens_details.cached_tokens,"
            "usage.completion_tokens_details.reasoning_tokens"
        ),
        ("OpenAI", True, True),
    ),
    "Anthropic, console": (
        (
            "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,"
            "usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,"
            "usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens"
        ),
        ("Anthropic", False, True),
    ),
    "Anthropic, API responses": (
        (
            "timestamp,model,usage.input_tokens,usage.cache_creation_input_tokens,"
            "usage.cache_read_input_tokens,usage.output_tokens"
        ),
        ("Anthropic", False, True),
    ),
    "OpenRouter": (
        (
            "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,tokens_reasoning,"
            "tokens_cached,model_permaslug,provider_name"
        ),
        ("OpenRouter", True, True),
    ),
    "LiteLLM": (
        (
            "request_id,spend,prompt_tokens,completion_tokens,startTime,model,custom_llm_provider,"
            "cache_read_input_tokens,cache_creation_input_tokens"
        ),
        ("LiteLLM", True, True),
    ),
    "Langfuse": (
        (
            "id,traceId,startTime,model,usageDetails.input,usageDetails.output,"
            "usageDetails.input_cached_tokens,usageDetails.output_reasoning_tokens"
        ),
        ("Langfuse", False, False),
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_recognises_exports(export):
    header, (source, prompt_is_whole, output_is_whole) = EXPORTS[export]
    columns = read_columns(header.split(","))
    assert columns.missing == ()
    assert {"day", "model", "input", "output", "cache_read"} <= columns.places.keys()
    assert (columns.source, columns.prompt_is_whole, columns.output_is_whole) == (
        *(source, prompt_is_whole, output_is_whole),
    )


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("startTime", "start_time"),
        (" Input Tokens ", "input_tokens"),
        ("response.usage.prompt_tokens", "prompt_tokens"),
        ("usageDetails.input", "input"),
        ("", ""),
    ],
)
def test_normalises_names(column, name):
    assert plain_name(column) == name


def test_lists_missing_roles():
    assert read_columns(["a", "b"]).missing == ("day", "model", "input", "output")
    assert read_columns(["date", "model", "output"]).missing == ()
