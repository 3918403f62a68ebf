"""Who trains models: one table, read by canonicalisation, the makers' pages and search."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Maker:
    """One maker of models.

    `aliases` are other names for it in ids (Hugging Face organisations, prefixes, spellings),
    `own_providers` its own providers in the feed, the main one first, `families` the first words
    of its models' names, and `weak_families` those too common to outrank an organisation in the id.
    `sold_speeds` are the speed words that it sells as separate models (anywhere else such a word is
    a reseller's packaging), `sold_contexts` the context windows ("any" for all).
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    own_providers: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    weak_families: tuple[str, ...] = ()
    sold_speeds: tuple[str, ...] = ()
    sold_contexts: tuple[str, ...] = ()
    website: str | None = None


def _w(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# The maker of fine-tunes whose author is not named.
COMMUNITY = "community"

MAKERS: tuple[Maker, ...] = (
    Maker(
        "openai", "OpenAI",
        aliases=_w("openai open-ai"),
        own_providers=_w("openai"),
        families=_w(
            "gpt chatgpt o1 o3 o4 o5 codex gpt-oss whisper dall-e sora text-embedding-3 "
            "text-embedding-ada text-davinci davinci-002 babbage-002 omni-moderation tts-1 "
            "computer-use-preview openai"
        ),
        sold_speeds=_w("turbo instant"),
        sold_contexts=_w("any"),
        website="https://openai.com",
    ),
    Maker(
        "anthropic", "Anthropic",
        aliases=_w("anthropic anthropics"),
        own_providers=_w("anthropic"),
        families=_w("claude sonnet haiku opus-3 opus-4 opus-5"),
        sold_speeds=_w("instant"),
        website="https://www.anthropic.com",
    ),
    Maker(
        "google", "Google",
        aliases=_w("google google-ai google-deepmind googleai deepmind vertex"),
        own_providers=_w("google google-vertex"),
        families=_w(
            "gemini gemma gemma2 gemma3 gemma4 gemma3n codegemma medgemma paligemma "
            "google-paligemma shieldgemma functiongemma embeddinggemma t5gemma vaultgemma "
            "imagen veo lyria learnlm palm nano-banana text-embedding-004 text-embedding-005 "
            "text-multilingual-embedding chirp txgemma"
        ),
        weak_families=_w("bison flan genie"),
        sold_speeds=_w("fast ultra"),
        website="https://ai.google.dev",
    ),
    Maker(
        "meta", "Meta",
        aliases=_w("meta meta-llama facebook llama metaai meta-ai facebookresearch"),
        own_providers=_w("llama meta"),
        families=_w("llama codellama code-llama llamaguard muse esm2 esmfold sam2 sam3 m2m100 bart detr"),
        website="https://ai.meta.com",
    ),
    Maker(
        "mistral", "Mistral AI",
        aliases=_w("mistral mistralai mistral-ai"),
        own_providers=_w("mistral"),
        families=_w(
            "mistral ministral mixtral codestral devstral magistral pixtral voxtral mathstral "
            "leanstral labs-devstral labs-mistral labs-leanstral open-mistral open-mixtral open-codestral "
            "mamba-codestral"
        ),
        website="https://mistral.ai",
    ),
    Maker(
        "deepseek", "DeepSeek",
        aliases=_w("deepseek deepseek-ai deepseekai"),
        own_providers=_w("deepseek"),
        families=_w("deepseek janus"),
        website="https://www.deepseek.com",
    ),
    Maker(
        "alibaba", "Alibaba",
        aliases=_w(
            "alibaba qwen alibaba-cloud alicloud alibaba-nlp tongyi dashscope tongyi-mai wan-ai wan "
            "wanx alibaba-qwen tongyi-zhiwen aliyun bailian tongyi-lab qwenlm"
        ),
        own_providers=_w(
            "alibaba alibaba-cn alibaba-coding-plan alibaba-coding-plan-cn alibaba-token-plan "
            "alibaba-token-plan-cn"
        ),
        families=_w(
            "qwen qwq qvq tongyi wan qwenlong gte z-image marco happyhorse codeqwen gui-owl wanx"
        ),
        sold_speeds=_w("turbo"),
        sold_contexts=_w("1m"),
        website="https://qwen.ai",
    ),
    Maker(
        "zhipuai", "Zhipu AI",
        aliases=_w("zhipuai zai z-ai zai-org thudm zhipu bigmodel chatglm zai-ai zhipu-ai zaiorg"),
        own_providers=_w("zhipuai zai zhipuai-coding-plan zai-coding-plan"),
        families=_w("glm chatglm cogview cogvideox codegeex autoglm charglm cogvlm"),
        weak_families=_w("z1"),
        sold_speeds=_w("turbo"),
        sold_contexts=_w("any"),
        website="https://z.ai",
    ),
    Maker(
        "moonshotai", "Moonshot AI",
        aliases=_w("moonshotai moonshot kimi moonshot-ai"),
        own_providers=_w("moonshotai moonshotai-cn kimi-for-coding"),
        families=_w("kimi moonshot moonlight"),
        sold_speeds=_w("turbo highspeed"),
        sold_contexts=_w("any"),
        website="https://www.moonshot.ai",
    ),
    Maker(
        "minimax", "MiniMax",
        aliases=_w("minimax minimaxai minimax-ai"),
        own_providers=_w("minimax minimax-cn minimax-coding-plan minimax-cn-coding-plan"),
        families=_w("minimax abab hailuo"),
        sold_speeds=_w("highspeed lightning"),
        sold_contexts=_w("any"),
        website="https://www.minimax.io",
    ),
    Maker(
        "xai", "xAI",
        aliases=_w("xai x-ai grok"),
        own_providers=_w("xai"),
        families=_w("grok"),
        sold_speeds=_w("fast"),
        website="https://x.ai",
    ),
    Maker(
        "xiaomi", "Xiaomi",
        aliases=_w("xiaomi xiaomimimo mimo"),
        own_providers=_w("xiaomi xiaomi-token-plan-cn xiaomi-token-plan-sgp xiaomi-token-plan-ams"),
        families=_w("mimo"),
        sold_speeds=_w("ultraspeed highspeed"),
        website="https://mimo.xiaomi.com",
    ),
    Maker(
        "nvidia", "NVIDIA",
        aliases=_w("nvidia nim"),
        own_providers=_w("nvidia"),
        families=_w(
            "nemotron cosmos nv parakeet nemoretriever openreasoning-nemotron mistral-nemotron "
            "llama-nemotron nemoguard canary"
        ),
        website="https://build.nvidia.com",
    ),
    Maker(
        "cohere", "Cohere",
        aliases=_w("cohere coherelabs cohereforai cohere-labs cohereai c4ai"),
        own_providers=_w("cohere"),
        sold_speeds=_w("fast"),
        families=_w("command-a command-r c4ai aya north-mini command-light command-nightly command-r7b"),
        weak_families=_w("command north embed-v4 embed-english embed-multilingual rerank-v3 rerank-v4 embed rerank"),
        website="https://cohere.com",
    ),
    Maker(
        "amazon", "Amazon",
        aliases=_w("amazon aws bedrock"),
        own_providers=_w("amazon-bedrock nova"),
        families=_w("amazon-nova titan-text titan-embed nova-lite nova-micro nova-pro nova-premier nova-2 nova-canvas nova-reel nova-sonic"),
        weak_families=_w("nova titan"),
        website="https://aws.amazon.com/bedrock",
    ),
    Maker(
        "microsoft", "Microsoft",
        aliases=_w("microsoft microsoft-research azure-openai msft"),
        own_providers=_w("azure azure-cognitive-services github-models github-copilot"),
        families=_w("phi mai wizardlm oswe mai-ds-r1 model-router fara vibevoice e5"),
        sold_contexts=_w("any"),
        website="https://azure.microsoft.com/products/ai-foundry",
    ),
    Maker(
        "stepfun", "StepFun",
        aliases=_w("stepfun stepfun-ai step-ai"),
        own_providers=_w("stepfun stepfun-ai stepfun-step-plan"),
        families=_w("step-1 step-2 step-3 step-4 step3 step1 step-r1 step-tts step-audio stepfun gelab"),
        weak_families=_w("step"),
        sold_contexts=_w("any"),
        website="https://www.stepfun.com",
    ),
    Maker(
        "bytedance", "ByteDance",
        aliases=_w("bytedance bytedance-seed volcengine doubao byteplus seed bytedance-research"),
        own_providers=_w("volcengine byteplus doubao volcengine-coding-plan"),
        families=_w("doubao seedream seedance seed-oss seed-1 seed-2 ui-tars seedcoder dola bagel seededit"),
        weak_families=_w("seed"),
        sold_speeds=_w("fast"),
        sold_contexts=_w("any"),
        website="https://seed.bytedance.com",
    ),
    Maker(
        "tencent", "Tencent",
        aliases=_w("tencent tencent-hunyuan hunyuan tencentarc"),
        own_providers=_w("tencent-tokenhub tencent-coding-plan tencent tencent-token-plan hunyuan"),
        families=_w("hunyuan hy3 hy hy2 hunyuan3d tc-code hy4"),
        website="https://hunyuan.tencent.com",
    ),
    Maker(
        "baidu", "Baidu",
        aliases=_w("baidu paddlepaddle wenxin"),
        own_providers=_w("baidu qianfan baidu-qianfan"),
        families=_w("ernie paddleocr qianfan cobuddy"),
        sold_speeds=_w("turbo"),
        sold_contexts=_w("any"),
        website="https://yiyan.baidu.com",
    ),
    Maker(
        "perplexity", "Perplexity",
        aliases=_w("perplexity perplexity-ai pplx"),
        own_providers=_w("perplexity perplexity-agent"),
        families=_w("sonar r1-1776 pplx"),
        website="https://www.perplexity.ai",
    ),
    Maker(
        "sakana", "Sakana AI",
        aliases=_w("sakana sakanaai sakana-ai"),
        own_providers=_w("sakana"),
        families=_w("fugu"),
        website="https://sakana.ai",
    ),
    Maker(
        "sarvam", "Sarvam AI",
        aliases=_w("sarvam sarvamai sarvam-ai"),
        own_providers=_w("sarvam"),
        families=_w("sarvam"),
        website="https://www.sarvam.ai",
    ),
    Maker(
        "inception", "Inception",
        aliases=_w("inception inceptionlabs inception-labs"),
        own_providers=_w("inception"),
        families=_w("mercury-2 mercury-coder mercury-edit"),
        weak_families=_w("mercury"),
        website="https://www.inceptionlabs.ai",
    ),
    Maker(
        "arcee-ai", "Arcee AI",
        aliases=_w("arcee-ai arcee"),
        own_providers=_w("arcee arcee-ai"),
        families=_w("trinity-mini trinity-large trinity-nano afm virtuoso maestro coder-large supernova"),
        weak_families=_w("trinity spotlight"),
        website="https://www.arcee.ai",
    ),
    Maker(
        "inclusionai", "InclusionAI",
        aliases=_w("inclusionai inclusion-ai antgroup ant-ling bailing"),
        own_providers=_w("bailing"),
        families=_w("ling-1t ring-1t ling-2 ring-2 ling-flash ring-flash ling-mini ring-mini ming"),
        weak_families=_w("ling ring"),
        website="https://www.inclusion-ai.org",
    ),
    Maker(
        "ibm", "IBM",
        aliases=_w("ibm ibm-granite watsonx"),
        own_providers=_w("ibm watsonx ibm-watsonx"),
        families=_w("granite"),
        website="https://www.ibm.com/granite",
    ),
    Maker("ai21", "AI21 Labs", aliases=_w("ai21 ai21-labs ai21labs"), own_providers=_w("ai21"), families=_w("jamba ai21 jurassic"), website="https://www.ai21.com"),
    Maker("allenai", "Ai2", aliases=_w("allenai ai2 allen-ai"), families=_w("olmo molmo tulu olmocr"), website="https://allenai.org"),
    Maker("nousresearch", "Nous Research", aliases=_w("nousresearch nous nous-research"), own_providers=_w("nousresearch nous-research nous"), families=_w("hermes deephermes nous-hermes openhermes"), website="https://nousresearch.com"),
    Maker("upstage", "Upstage", aliases=_w("upstage"), own_providers=_w("upstage"), families=_w("solar-pro solar-mini solar-10 solar"), website="https://www.upstage.ai"),
    Maker("writer", "Writer", aliases=_w("writer"), own_providers=_w("writer"), families=_w("palmyra"), website="https://writer.com"),
    Maker("liquid", "Liquid AI", aliases=_w("liquid liquidai liquid-ai"), own_providers=_w("liquid liquidai"), families=_w("lfm lfm2"), website="https://www.liquid.ai"),
    Maker("reka", "Reka", aliases=_w("reka rekaai reka-ai"), own_providers=_w("reka"), families=_w("reka"), website="https://reka.ai"),
    Maker("kwaipilot", "Kwaipilot", aliases=_w("kwaipilot kwai streamlake"), own_providers=_w("streamlake kwaipilot"), families=_w("kat kat-coder kat-dev"), website="https://www.streamlake.ai"),
    Maker("klingai", "Kling AI", aliases=_w("klingai kuaishou kling"), own_providers=_w("klingai"), families=_w("kling"), website="https://klingai.com"),
    Maker("meituan", "Meituan", aliases=_w("meituan meituan-longcat longcat"), own_providers=_w("longcat meituan"), families=_w("longcat"), website="https://longcat.chat"),
    Maker("poolside", "Poolside", aliases=_w("poolside"), own_providers=_w("poolside"), families=_w("laguna malibu"), website="https://poolside.ai"),
    Maker("morph", "Morph", aliases=_w("morph morphllm morph-llm"), own_providers=_w("morph"), families=_w("morph"), sold_speeds=_w("fast"), website="https://morphllm.com"),
    Maker("relace", "Relace", aliases=_w("relace"), own_providers=_w("relace"), families=_w("relace"), website="https://relace.ai"),
    Maker("vercel", "Vercel", aliases=_w("vercel"), own_providers=_w("v0 vercel"), families=_w("v0"), website="https://vercel.com"),
    Maker("deepcogito", "Deep Cogito", aliases=_w("deepcogito deep-cogito"), families=_w("cogito"), website="https://www.deepcogito.com"),
    Maker("prime-intellect", "Prime Intellect", aliases=_w("prime-intellect primeintellect"), own_providers=_w("prime-intellect primeintellect"), families=_w("intellect"), website="https://www.primeintellect.ai"),
    Maker("essentialai", "Essential AI", aliases=_w("essentialai essential-ai"), families=_w("rnj"), website="https://www.essential.ai"),
    Maker("tngtech", "TNG Technology", aliases=_w("tngtech tng"), families=_w("tng deepseek-r1t deepseek-r1t2 deepseek-tng"), website="https://www.tngtech.com"),
    Maker("black-forest-labs", "Black Forest Labs", aliases=_w("black-forest-labs bfl blackforestlabs"), own_providers=_w("bfl black-forest-labs"), families=_w("flux"), sold_speeds=_w("fast turbo flex"), website="https://bfl.ai"),
    Maker("stability-ai", "Stability AI", aliases=_w("stabilityai stability-ai stability"), own_providers=_w("stabilityai stability-ai"), families=_w("stable-diffusion stable-audio stable-image sdxl stablelm stablediffusionxl sd3 stable"), sold_speeds=_w("turbo fast lightning"), website="https://stability.ai"),
    Maker("recraft", "Recraft", aliases=_w("recraft recraft-ai"), own_providers=_w("recraft"), families=_w("recraft"), website="https://www.recraft.ai"),
    Maker("ideogram", "Ideogram", aliases=_w("ideogram ideogramai ideogram-ai"), own_providers=_w("ideogram"), families=_w("ideogram"), sold_speeds=_w("turbo"), website="https://ideogram.ai"),
    Maker("runway", "Runway", aliases=_w("runway runwayml"), own_providers=_w("runway"), families=_w("runway gen-4"), sold_speeds=_w("turbo"), website="https://runwayml.com"),
    Maker("luma", "Luma AI", aliases=_w("luma lumalabs luma-ai lumaai"), own_providers=_w("luma lumalabs"), families=_w("dream-machine ray2 luma"), weak_families=_w("ray"), website="https://lumalabs.ai"),
    Maker("elevenlabs", "ElevenLabs", aliases=_w("elevenlabs eleven-labs"), own_providers=_w("elevenlabs"), families=_w("elevenlabs eleven"), sold_speeds=_w("turbo"), website="https://elevenlabs.io"),
    Maker("deepgram", "Deepgram", aliases=_w("deepgram"), own_providers=_w("deepgram"), families=_w("aura-1 aura-2"), weak_families=_w("aura flux-general"), website="https://deepgram.com"),
    Maker("voyageai", "Voyage AI", aliases=_w("voyage voyageai voyage-ai"), own_providers=_w("voyageai voyage"), families=_w("voyage"), website="https://www.voyageai.com"),
    Maker("baai", "BAAI", aliases=_w("baai"), families=_w("bge"), website="https://www.baai.ac.cn"),
    Maker("intfloat", "intfloat (E5)", aliases=_w("intfloat"), families=_w("multilingual-e5 e5-mistral e5-large"), website="https://huggingface.co/intfloat"),
    Maker("nomic", "Nomic AI", aliases=_w("nomic nomic-ai nomicai"), families=_w("nomic nomic-embed"), website="https://www.nomic.ai"),
    Maker("jina", "Jina AI", aliases=_w("jina jinaai jina-ai"), own_providers=_w("jina"), families=_w("jina"), website="https://jina.ai"),
    Maker("mixedbread", "Mixedbread", aliases=_w("mixedbread mixedbread-ai"), families=_w("mxbai"), website="https://www.mixedbread.com"),
    Maker("snowflake", "Snowflake", aliases=_w("snowflake"), own_providers=_w("snowflake-cortex"), families=_w("arctic snowflake-arctic"), website="https://www.snowflake.com"),
    Maker("databricks", "Databricks", aliases=_w("databricks"), own_providers=_w("databricks"), families=_w("dbrx"), website="https://www.databricks.com"),
    Maker("01-ai", "01.AI", aliases=_w("01-ai 01ai yi lingyiwanwu"), own_providers=_w("01-ai"), families=_w("yi"), sold_speeds=_w("lightning"), sold_contexts=_w("any"), website="https://www.01.ai"),
    Maker("baichuan", "Baichuan", aliases=_w("baichuan baichuan-inc baichuanai"), own_providers=_w("baichuan"), families=_w("baichuan baichuan2 baichuan3 baichuan4"), sold_speeds=_w("turbo"), website="https://www.baichuan-ai.com"),
    Maker("internlm", "Shanghai AI Laboratory", aliases=_w("internlm opengvlab shanghai-ai-lab intern-ai"), own_providers=_w("internlm intern"), families=_w("internlm intern internvl internvl3 intern-s1"), website="https://internlm.org"),
    Maker("skywork", "Skywork", aliases=_w("skywork skyworkai"), families=_w("skywork r1v4"), website="https://skywork.ai"),
    Maker("lg-ai", "LG AI Research", aliases=_w("lgai-exaone lg-ai lgai"), own_providers=_w("lgai-exaone"), families=_w("exaone k-exaone"), website="https://www.lgresearch.ai"),
    Maker("naver", "NAVER", aliases=_w("naver naver-hyperclovax"), own_providers=_w("naver clova"), families=_w("hyperclova hyperclovax hcx"), website="https://clova.ai"),
    Maker("sk-telecom", "SK Telecom", aliases=_w("skt sk-telecom"), families=_w("a-x ax-"), website="https://www.sktelecom.com"),
    Maker("kakao", "Kakao", aliases=_w("kakaocorp kakao"), families=_w("kanana"), website="https://www.kakaocorp.com"),
    Maker("tii", "Technology Innovation Institute", aliases=_w("tiiuae tii"), families=_w("falcon falcon-h1"), website="https://www.tii.ae"),
    Maker("core42", "Core42", aliases=_w("core42 inceptionai"), families=_w("jais"), website="https://www.core42.ai"),
    Maker("mbzuai", "MBZUAI", aliases=_w("mbzuai llm360 mbzuai-ifm"), families=_w("k2-think k2-v2"), website="https://mbzuai.ac.ae"),
    Maker("sdaia", "SDAIA", aliases=_w("sdaia sdaia-allam"), families=_w("allam"), website="https://sdaia.gov.sa"),
    Maker("huggingface", "Hugging Face", aliases=_w("huggingface huggingfacetb hf"), own_providers=_w("huggingface"), families=_w("smollm smollm2 smollm3 zephyr starcoder distilbert idefics"), website="https://huggingface.co"),
    Maker("servicenow", "ServiceNow", aliases=_w("servicenow servicenow-ai"), families=_w("apriel"), website="https://www.servicenow.com"),
    Maker("salesforce", "Salesforce", aliases=_w("salesforce"), families=_w("xgen xlam sfr"), website="https://www.salesforceairesearch.com"),
    Maker("apple", "Apple", aliases=_w("apple"), families=_w("openelm fastvlm"), website="https://machinelearning.apple.com"),
    Maker("inflection", "Inflection AI", aliases=_w("inflection inflection-ai"), own_providers=_w("inflection"), families=_w("inflection"), website="https://inflection.ai"),
    Maker("aion-labs", "AionLabs", aliases=_w("aion-labs aionlabs"), own_providers=_w("aion-labs"), families=_w("aion"), website="https://www.aionlabs.ai"),
    Maker("nex-agi", "Nex AGI", aliases=_w("nex-agi nexagi"), families=_w("nex-n1 nex-n2"), weak_families=_w("nex"), website="https://nex-agi.com"),
    Maker("miromind-ai", "MiroMind", aliases=_w("miromind-ai miromind"), families=_w("mirothinker"), website="https://miromind.ai"),
    Maker("rednote-hilab", "rednote hi lab", aliases=_w("rednote-hilab rednote"), families=_w("dots"), website="https://huggingface.co/rednote-hilab"),
    Maker("bilibili", "Bilibili", aliases=_w("bilibili indexteam"), families=_w("index-"), website="https://www.bilibili.com"),
    Maker("ascend-tribe", "Huawei", aliases=_w("ascend-tribe huawei pangu"), own_providers=_w("huawei huawei-cloud"), families=_w("pangu openpangu"), website="https://www.huaweicloud.com"),
    Maker("china-telecom", "China Telecom", aliases=_w("tele-ai china-telecom"), families=_w("telechat telechat2 telechat3"), website="https://www.teleai.com.cn"),
    Maker("iflytek", "iFLYTEK", aliases=_w("iflytek xfyun"), own_providers=_w("iflytek spark"), families=_w("spark-x spark-lite spark-max spark-4"), website="https://www.iflytek.com"),
    Maker("sensetime", "SenseTime", aliases=_w("sensetime sensenova"), own_providers=_w("sensenova"), families=_w("sensenova sensechat"), website="https://www.sensetime.com"),
    Maker("openbmb", "OpenBMB", aliases=_w("openbmb"), families=_w("minicpm"), website="https://www.openbmb.cn"),
    Maker("agentica", "Agentica", aliases=_w("agentica agentica-org"), families=_w("deepcoder deepscaler"), website="https://agentica-project.com"),
    Maker("eleutherai", "EleutherAI", aliases=_w("eleutherai"), families=_w("llemma pythia gpt-neox gpt-j"), website="https://www.eleuther.ai"),
    Maker("swiss-ai", "Swiss AI Initiative", aliases=_w("swiss-ai swissai"), families=_w("apertus"), website="https://www.swiss-ai.org"),
    Maker("utter-project", "Utter Project", aliases=_w("utter-project"), families=_w("eurollm"), website="https://eurollm.io"),
    Maker("speakleash", "SpeakLeash", aliases=_w("speakleash"), families=_w("bielik"), website="https://bielik.ai"),
    Maker("aleph-alpha", "Aleph Alpha", aliases=_w("aleph-alpha alephalpha"), own_providers=_w("aleph-alpha"), families=_w("pharia luminous"), website="https://aleph-alpha.com"),
    Maker("kblab", "KBLab", aliases=_w("kblab"), families=_w("kb-whisper"), website="https://www.kb.se"),
    Maker("pfnet", "Preferred Networks", aliases=_w("pfnet preferred-networks"), families=_w("plamo"), website="https://www.preferred.jp"),
    Maker("aisingapore", "AI Singapore", aliases=_w("aisingapore ai-singapore"), families=_w("sea-lion gemma-sea-lion llama-sea-lion"), website="https://aisingapore.org"),
    Maker("ai4bharat", "AI4Bharat", aliases=_w("ai4bharat"), families=_w("indictrans indictrans2"), website="https://ai4bharat.iitm.ac.in"),
    Maker("myshell-ai", "MyShell", aliases=_w("myshell-ai myshell"), families=_w("melotts"), website="https://myshell.ai"),
    Maker("pipecat-ai", "Pipecat", aliases=_w("pipecat-ai pipecat"), families=_w("smart-turn"), website="https://www.pipecat.ai"),
    Maker("canopylabs", "Canopy Labs", aliases=_w("canopylabs canopy-labs"), families=_w("orpheus"), website="https://canopylabs.ai"),
    Maker("sesame", "Sesame", aliases=_w("sesame sesame-ai"), families=_w("csm-1b"), website="https://www.sesame.com"),
    Maker("hexgrad", "hexgrad", aliases=_w("hexgrad"), families=_w("kokoro"), website="https://huggingface.co/hexgrad"),
    Maker("resemble-ai", "Resemble AI", aliases=_w("resembleai resemble-ai"), families=_w("chatterbox"), website="https://www.resemble.ai"),
    Maker("openchat", "OpenChat", aliases=_w("openchat"), families=_w("openchat"), website="https://huggingface.co/openchat"),
    Maker("cognitivecomputations", "Cognitive Computations", aliases=_w("cognitivecomputations dphn eric-hartford"), families=_w("dolphin dolphin3"), website="https://dphn.ai"),
    Maker("sao10k", "Sao10K", aliases=_w("sao10k"), families=_w("l3-lunaris l3-euryale l3-70b-euryale l3-8b-stheno l3-8b-lunaris l31-euryale l33-euryale"), website="https://huggingface.co/Sao10K"),
    Maker("thedrummer", "TheDrummer", aliases=_w("thedrummer the-drummer"), families=_w("cydonia skyfall rocinante unslopnemo anubis magidonia"), website="https://huggingface.co/TheDrummer"),
    Maker("gryphe", "Gryphe", aliases=_w("gryphe"), families=_w("mythomax"), website="https://huggingface.co/Gryphe"),
    Maker("undi95", "Undi95", aliases=_w("undi95"), families=_w("remm"), website="https://huggingface.co/Undi95"),
    Maker("anthracite-org", "Anthracite", aliases=_w("anthracite-org anthracite"), families=_w("magnum"), website="https://huggingface.co/anthracite-org"),
    Maker("neversleep", "NeverSleep", aliases=_w("neversleep"), families=_w("noromaid lumimaid llama-3-lumimaid"), website="https://huggingface.co/NeverSleep"),
    Maker("alpindale", "Alpindale", aliases=_w("alpindale"), families=_w("goliath"), website="https://huggingface.co/alpindale"),
    Maker("steelskull", "Steelskull", aliases=_w("steelskull"), website="https://huggingface.co/Steelskull"),
    Maker("eva-unit-01", "EVA-UNIT-01", aliases=_w("eva-unit-01"), families=_w("eva-llama eva-qwen2 eva-qwen"), website="https://huggingface.co/EVA-UNIT-01"),
    Maker("huihui-ai", "huihui.ai", aliases=_w("huihui-ai huihui"), website="https://huggingface.co/huihui-ai"),
    Maker("featherless", "Featherless", aliases=_w("featherless featherless-ai"), own_providers=_w("featherless featherless-ai"), families=_w("qwerky qrwkv"), website="https://featherless.ai"),
    Maker("chutesai", "Chutes", aliases=_w("chutesai chutes"), own_providers=_w("chutes"), website="https://chutes.ai"),
    Maker("venice", "Venice AI", aliases=_w("venice venice-ai veniceai"), own_providers=_w("venice"), families=_w("venice"), website="https://venice.ai"),
    Maker("groq", "Groq", aliases=_w("groq"), own_providers=_w("groq"), families=_w("compound llama-groq"), website="https://groq.com"),
    Maker("cerebras", "Cerebras", aliases=_w("cerebras"), own_providers=_w("cerebras"), families=_w("cerebras-gpt btlm"), website="https://www.cerebras.ai"),
    Maker("togethercomputer", "Together AI", aliases=_w("togethercomputer togetherai together"), own_providers=_w("togetherai"), website="https://www.together.ai"),
    Maker("perceptron", "Perceptron", aliases=_w("perceptron perceptronai perceptron-ai"), own_providers=_w("perceptron"), families=_w("perceptron isaac"), website="https://www.perceptron.inc"),
    Maker("thinkingmachines", "Thinking Machines Lab", aliases=_w("thinkingmachines thinking-machines"), own_providers=_w("thinkingmachines"), website="https://thinkingmachines.ai"),
    Maker("reflection", "Reflection AI", aliases=_w("reflection-ai reflectionai"), own_providers=_w("reflection reflection-ai"), website="https://reflection.ai"),
    Maker("lucidquery", "LucidQuery", aliases=_w("lucidquery lucidnova"), own_providers=_w("lucidquery"), families=_w("lucidquery lucidnova"), website="https://lucidquery.com"),
    Maker("the-grid-ai", "The Grid AI", aliases=_w("the-grid-ai thegrid"), own_providers=_w("the-grid-ai"), families=_w("agent-max agent-prime agent-standard code-max code-prime code-standard text-max text-prime text-standard")),
    Maker("claudinio", "Claudinio", own_providers=_w("claudinio"), families=_w("claudinio claudius")),
    Maker("xpersona", "Xpersona", own_providers=_w("xpersona"), families=_w("xpersona-frieren")),
    Maker("umans-ai", "Umans AI", aliases=_w("umans umans-ai"), own_providers=_w("umans-ai umans-ai-coding-plan"), families=_w("umans-coder umans-flash")),
    Maker("abliteration-ai", "abliteration.ai", own_providers=_w("abliteration-ai"), families=_w("abliterated-model")),
    Maker("subconscious", "Subconscious", aliases=_w("subconscious"), own_providers=_w("subconscious"), families=_w("tim")),
    Maker("zeldoc", "Zeldoc", own_providers=_w("zeldoc"), families=_w("z-code")),
    Maker("nanogpt", "NanoGPT", aliases=_w("nanogpt nano-gpt"), own_providers=_w("nano-gpt"), website="https://nano-gpt.com"),
    Maker("openrouter", "OpenRouter", aliases=_w("openrouter"), own_providers=_w("openrouter"), website="https://openrouter.ai"),
    Maker("kilo", "Kilo", aliases=_w("kilo kilo-auto kilocode"), own_providers=_w("kilo"), website="https://kilo.ai"),
    Maker("opencode", "OpenCode", aliases=_w("opencode opencode-go"), own_providers=_w("opencode opencode-go"), families=_w("big-pickle"), website="https://opencode.ai"),
    Maker("abacus", "Abacus.AI", aliases=_w("abacusai abacus abacus-ai"), own_providers=_w("abacus"), families=_w("route-llm dracarys smaug"), website="https://abacus.ai"),
    Maker("switchpoint", "Switchpoint", aliases=_w("switchpoint"), website="https://www.switchpoint.dev"),
    Maker("meganova", "MegaNova", aliases=_w("meganova meganova-ai"), own_providers=_w("meganova"), families=_w("manta")),
    Maker("novita", "Novita AI", aliases=_w("novita novita-ai"), own_providers=_w("novita-ai"), website="https://novita.ai"),
    Maker(COMMUNITY, "Community fine-tunes"),
    Maker("gitlab", "GitLab", own_providers=_w("gitlab"), families=_w("duo-chat"), website="https://about.gitlab.com"),
)  # fmt: skip


def slugify(text: str) -> str:
    """Return text in lower case with every run of other characters than a-z0-9 as one "-"."""
    return _OTHER.sub("-", text.lower()).strip("-")


_OTHER = re.compile(r"[^a-z0-9]+")
_BY_SLUG = {maker.slug: maker for maker in MAKERS}
_BY_ALIAS = {alias: maker for maker in MAKERS for alias in (maker.slug, *maker.aliases)}
_BY_PROVIDER = {provider: maker for maker in MAKERS for provider in maker.own_providers}


def maker_of_slug(slug: str) -> Maker | None:
    """Return the maker with this slug, None if the table has none."""
    return _BY_SLUG.get(slug)


def maker_of_alias(word: str) -> Maker | None:
    """Return the maker that an organisation or prefix in an id stands for."""
    return _BY_ALIAS.get(word)


def maker_of_provider(provider: str) -> Maker | None:
    """Return the maker that owns the provider."""
    return _BY_PROVIDER.get(provider)


@cache
def display_name(slug: str) -> str:
    """Return a maker's name for readers, made from its slug if the table has none."""
    maker = _BY_SLUG.get(slug)
    return maker.name if maker else " ".join(word.capitalize() for word in slug.split("-"))
