"""Words that tell a judgement, a forecast, advice and a decision from a report, in both languages, as regular expressions."""

from __future__ import annotations

from typing import Final

__all__ = ["ADVICE", "CAUSE", "DECIDED", "FORECAST", "LEAD_FORECAST", "OPINION", "RULE"]

DECIDED: Final = (
    r"宣布(?!.*(?:预计|将会))|正式(?:施行|实施|生效)|(?:起|日)(?:正式)?(?:施行|实施|执行|生效)|公司决定|经.{2,10}批准|\bannounced\b(?!.*expected)|\b(?:took|takes|came into) effect\b"
    r"|\beffective (?:from |on )?(?:\w+ )?\d"
)
ADVICE: Final = (
    r"建议|(?:投资者|机构|资金|我们)?(?:(?<![反相适供响效对呼回])应(?:当|该)?(?!付|对|用|收|链|急|变)|宜|不妨|务必|切勿|谨防)(?![一-龥]{0,2}(?:潜在|急))|需(?:审慎|警惕|关注|重点|谨慎|注意|留意|防范)|可(?:重点)?关注|逢低(?:吸纳|布局|配置|买入)"
    r"|值得(?:重点|积极)?(?:关注|配置|布局)(?!的是)|警惕|(?:超|高|低|标)配(?=A股|港股|评级)|维持(?:高配|超配|低配|增持|买入)|^(?:跟踪|关注|观察|验证|判断|研究|把握|布局)|(?:继续|持续|坚定)看好"
    r"|\b(?:should(?! have (?!to\b)\w+(?:ed|en|n|ne|id|ld|ght)\b)|ought to|need to|must (?:weigh|continue|be cautious|watch))\b|\brecommend(?:ed|s)?\b|\badvis(?:e|es|ed|able)\b|^\W*(?:\*\*[^*]+\*\*:?\s*)?(?:consider|avoid|monitor|focus|stay|watch|buy|sell|hold|go long|short(?![- ](?:interest|sell\w*|sales?|positions?|balances?|covering|quantity|volume)))\b"
    r"|\b(?:suited|suitable|appropriate) (?:for|to)\b|\battention (?:should|needs?|to)\b|need attention|\bcan be (?:allocated|adopted|participated|used|considered|held|closed)\b|\b(?:is|are) prudent\b"
    r"|\bcall to action\b|\bkey indicator to watch\b|\bcautious(?:ly)?\b|\bshould be\b|\bcan (?:utili[sz]e|use)\b|\bmay require\b"
)
FORECAST: Final = (
    r"预计|(?<![高低超])预期(?=.{0,12}(?:将|会|能|达到|增长|回升|上行|下行))|有望|或(?:将|会|可|有|再|迎|成)|料(?:将|会)|将(?:会|再|继续|进一步|充分|开启|迎来|保持|出现|回归|受益|改善|带来|推动|持续|成为|延续|面临|得到|达到|有|对|导致|为)|未来(?:市场|将|一段|几|更|.{0,6}空间)"
    r"|展望|大概率|势必|有可能|空间(?:广阔|较大|有限|充足)|可期|还将|即将|仍将|届时"
    r"|\b(?:expect(?:s|ed|ation)?|forecasts?|project(?:s|ed|ing|ions?)|predict(?:s|ed)?|anticipat(?:e|es|ed)|poised|set to|likely(?: to)?|bound to|on track to|outlook|going forward|aims? to"
    r"|will(?! not apply)|would|in the coming|looking ahead|points? to sustained|could test|is seen|pave the way)\b"
)
LEAD_FORECAST: Final = (
    r"预计|预测|展望|(?:analysts|economists|strategists|we) (?:expect|forecast|predict|project)\w*|projections suggest"
)
OPINION: Final = (
    r"可能|或许|似乎|也许|认为|看好|看多|看空|本质|意义|关键|核心|重要|健康|理性|合理|可控|机会|凸显|深远|名存实亡|价值(?!因子)|值得|乐观|悲观|谨慎|充足|良好|有利于|有助于|利好|利空|堪称|不仅仅|并非|真正"
    r"|更谈不上|显得|意味着|标志着|风险|影响有限|失灵|催化剂|分水岭|引擎|潜力|警示|挑战|谈不上|情绪化|过热(?:的)?迹象"
    r"|\b(?:(?-i:may)|might|could|can|seems?|appears?|arguably|perhaps|possibly|potential(?:ly)?|believes?|thinks?|argues?|suggests?|views?|consensus|optimis\w+|pessimis\w+|confidence|sentiment(?! declined)"
    r"|healthy|crucial|pivotal|vital|essential|paramount|remarkable|staggering|robust|manageable(?! bounds)|clear(?:ly)?|stark|powerful|massive|fragile|volatile (?:environment|trend)|compelling|attractive|undisputed|historic"
    r"|testament|barometer|bellwether|milestone|narrative|concern\w*|risks?|danger\w*|opportunit\w+|challenges?|resilien\w+|reasonable range|key (?:to|factor|driver)|bodes|best|ideal|fleeting|structural|strategic|momentum"
    r"|insights?|conviction|likened|akin|philosophy|essence|fundamental(?:ly)? differ\w*|important|importance|necessitates|vulnerable|headwind|tailwind|real test|not (?:merely|just)|rather than|better to|strongly volatile|under pressure|relaxed)\b"
)
CAUSE: Final = (
    r"反映|体现|彰显|折射|说明(?!书)|表明|预示|显示出|暗示|印证|源于|得益于|受益于|归因|旨在|"
    r"\b(?:reflect(?:s|ed|ing)?|indicat(?:es|ed|ing)|signal(?:s|ed|ing|ling)?|underscor(?:es|ed|ing)|highlight(?:s|ed|ing)|suggest(?:s|ed|ing)|shows? (?:that )?(?:leverage|how|the|a)|demonstrat(?:es|ed|ing)|impl(?:ies|ied|ying)"
    r"|points? to|bet(?:ting)? (?:on|that)|vote of confidence|voting with|representing a|marks? a|driven by|fuel(?:s|led|ed|ing)|underpinned by|backed by|aimed at|lends? credib\w+|speaks? to|owing to|is because|this shows|testifies)\b"
)
RULE: Final = r"保证金|平仓|担保|合约|合同|规定|标的|展期|开立|券源|转融|\b(?:margin|liquidat\w+|collateral|contracts?|regulations?|rules?|maintenance|eligib\w+|exchange|repay\w*|interest|brokers?|securities firms)\b"
