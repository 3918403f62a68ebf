"""Rules for the end of a slug: what a host sells, not which model it is. Pure."""

from catalog.display.translation import gettext_noop as _
from catalog.identity.rules.rule import Rule

PACKAGING: tuple[Rule, ...] = (
    Rule(
        "free-suffix",
        _("Free suffix"),
        "a price, not a model",
        r"(?:free|:free)",
        "",
        ("gpt-oss-120b-free", "gpt-oss-120b"),
    ),
    Rule(
        "quantization-suffix",
        _("Quantization suffix"),
        "a quantised copy is a packaging of the same model",
        r"(?:(?:nv|mx)?fp(?:4|6|8|16|32)(?:a16)?|ud|bf16|int[48]|\d-?bit|awq|gptq|gguf|ggml|mlx|exl[23]|"
        r"w4a16|w8a8|w4afp8|i?q[2-8](?:-(?:k|0|1|xs|xxs|nl))?(?:-(?:xxs|xs|s|m|l|xl))?|"
        r"int4-mixed-ar|mixed-ar|autoround|fp8-dynamic|dynamic|fp8-block|quantized|int4-mixed|qat)",
        "",
        ("glm-5-1-fp8", "glm-5-1"),
    ),
    Rule(
        "tee-suffix",
        _("TEE suffix"),
        "a trusted execution environment changes where it runs, not what runs",
        r"(?:tee|confidential)",
        "",
        ("glm-5-tee", "glm-5"),
    ),
    Rule(
        "hosting-suffix",
        _("Hosting suffix"),
        "how a cloud sells it",
        r"(?:maas|serverless|dedicated|hosted|cloud|ollama)",
        "",
        ("glm-5-maas", "glm-5"),
    ),
    Rule(
        "routing-preference",
        _("Routing preference"),
        "which host should answer is a setting of the gateway",
        r"(?:exacto|nitro|floor|extended|online|web|tput|(?:high-)?throughput|cheaper|cheapest|balanced-routing)",
        "",
        ("glm-4-6-exacto", "glm-4-6"),
    ),
    Rule(
        "host-suffix",
        _("Host suffix"),
        "who serves the model is the provider's business",
        r"(?:cs|fw|el|(?:via-|on-)?(?:cerebras|groq|sambanova|together|fireworks|deepinfra|bedrock|"
        r"vertex|azure|novita|nebius|siliconflow|baseten|chutes|hyperbolic|parasail))",
        "",
        ("llama-3-3-70b-cs", "llama-3-3-70b"),
    ),
    Rule(
        "short-context-suffix",
        _("Short-context suffix"),
        "a cheaper offer of the same model with a smaller window",
        r"(?:short|short-context)",
        "",
        ("glm-5-2-short", "glm-5-2"),
    ),
    Rule(
        "weight-format-suffix",
        _("Weight format suffix"),
        "a Hugging Face or MLX copy holds the same weights",
        r"(?:hf|original|paddle|safetensors|transformers)",
        "",
        ("llama-2-70b-chat-hf", "llama-2-70b-chat"),
    ),
)
