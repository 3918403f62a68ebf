"""Chinese names of makers and model families, and their words in ids. Pure.

Each line has the names in Traditional characters, the same in Simplified ones (of equal length, so
that characters can be paired), and the Latin words that they match in ids and names. A maker's
slug among these words matches all models of that maker.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChineseName:
    """Chinese names in both scripts, and the Latin words that they match."""

    traditional: str
    simplified: str
    words: frozenset[str]


def _named(traditional: str, simplified: str, words: str) -> ChineseName:
    return ChineseName(traditional, simplified, frozenset(words.split()))


NAMES = (
    _named("通義千問 千問 通義", "通义千问 千问 通义", "qwen qwq qvq tongyi"),
    _named("阿里巴巴 阿里雲 萬相", "阿里巴巴 阿里云 万相", "alibaba"),
    _named("萬相", "万相", "wan"),
    _named("字節跳動 字節 火山引擎", "字节跳动 字节 火山引擎", "bytedance"),
    _named("豆包", "豆包", "doubao seed"),
    _named("即夢", "即梦", "seedream seedance"),
    _named("智譜清言 智譜", "智谱清言 智谱", "zhipuai glm"),
    _named("月之暗面 暗面", "月之暗面 暗面", "moonshotai kimi"),
    _named("深度求索", "深度求索", "deepseek"),
    _named("百度", "百度", "baidu"),
    _named("文心一言 文心", "文心一言 文心", "ernie"),
    _named("騰訊", "腾讯", "tencent"),
    _named("混元", "混元", "hunyuan"),
    _named("稀宇科技 海螺", "稀宇科技 海螺", "minimax"),
    _named("階躍星辰 階躍", "阶跃星辰 阶跃", "stepfun"),
    _named("零一萬物", "零一万物", "01-ai yi"),
    _named("百川智能 百川", "百川智能 百川", "baichuan"),
    _named("小米", "小米", "xiaomi mimo"),
    _named("美團 龍貓", "美团 龙猫", "meituan longcat"),
    _named("螞蟻集團 螞蟻 百靈", "蚂蚁集团 蚂蚁 百灵", "inclusionai"),
    _named("快手", "快手", "kwaipilot klingai"),
    _named("可靈", "可灵", "kling klingai"),
    _named("小紅書", "小红书", "rednote-hilab"),
    _named("科大訊飛 訊飛 星火", "科大讯飞 讯飞 星火", "iflytek spark"),
    _named("商湯 日日新", "商汤 日日新", "sensetime sensenova sensechat"),
    _named("書生浦語 書生", "书生浦语 书生", "internlm intern internvl"),
    _named("華為 盤古", "华为 盘古", "huawei pangu"),
    _named("面壁智能", "面壁智能", "minicpm openbmb"),
    _named("智源", "智源", "baai bge"),
    _named("谷歌", "谷歌", "google"),
    _named("雙子座", "双子座", "gemini"),
    _named("微軟", "微软", "microsoft"),
    _named("輝達 英偉達", "辉达 英伟达", "nvidia"),
    _named("亞馬遜", "亚马逊", "amazon"),
    _named("臉書 元宇宙", "脸书 元宇宙", "meta"),
    _named("羊駝", "羊驼", "llama"),
    _named("克勞德", "克劳德", "claude"),
    _named("馬斯克", "马斯克", "xai"),
    _named("聯發科 達哥", "联发科 达哥", "mediatek breeze"),
    _named("台智雲 台灣大哥大", "台智云 台湾大哥大", "twcc ffm"),
)

# Translates each Traditional character to its Simplified form, for texts that mix both scripts.
SIMPLER = str.maketrans(
    {
        one: other
        for named in NAMES
        for one, other in zip(named.traditional, named.simplified, strict=True)
    }
)
# The Latin words of each Chinese name; the longest name is tried first, as one may contain another.
MEANINGS: dict[str, frozenset[str]] = {}
for _entry in NAMES:
    for _name in _entry.simplified.split():
        MEANINGS[_name] = MEANINGS.get(_name, frozenset()) | _entry.words
LONGEST_FIRST = sorted(MEANINGS, key=len, reverse=True)
