"""What the market, its exchanges, boards and indexes are called, and what the press calls 申万 industries."""

from __future__ import annotations

from typing import Final

__all__ = ["INDUSTRIES", "LEVEL_ONE", "LEVEL_TWO", "OTHERS", "STANDING"]

STANDING: Final[dict[str, tuple[str, ...]]] = {
    "market": (
        "A股市场", "A股", "沪深两市", "沪深京三市", "沪深北三市", "两市", "全市场", "沪深股市", "三市", "A-share market", "A-share markets",
        "A-shares", "A-share", "A shares", "A share", "Chinese equity market", "Chinese equity markets", "Chinese stock market",
        "Chinese stock markets", "China's stock market", "China's A-share market", "mainland stock market", "mainland market",
        "mainland markets", "Chinese A-share market", "沪深京", "沪深北", "沪深北交易所", "三大交易所", "三大证券交易所", "三家交易所", "京沪深三市", "沪深京交易所", "全A", "万得全A",
        "中国股市", "内地股市", "内地市场", "Shanghai, Shenzhen and Beijing", "Shanghai, Beijing and Shenzhen", "Shanghai and Shenzhen", "the three exchanges", "the two exchanges",
        "the three bourses", "the two bourses", "China's two bourses", "China's three bourses", "China's exchanges", "China's two exchanges", "China's three exchanges", "Chinese bourses", "China's bourses", "two bourses", "three bourses", "the nation's exchanges", "all three exchanges", "all three bourses", "both exchanges", "both bourses", "three mainland exchanges", "mainland exchanges", "mainland bourses",
        "Chinese exchanges", "mainland-listed companies", "mainland-listed stocks", "mainland-listed shares", "onshore market", "onshore markets", "onshore stocks", "onshore equities",
        "mainland stocks", "mainland shares", "mainland equities", "Chinese stocks", "Chinese equities", "Chinese shares", "mainland China's stock market", "China's stock markets",
        "the whole market", "the entire market", "the broad market", "China's equity market", "China's A-shares",
    ),
    "exchange:SSE": ("沪市", "上交所", "上海证券交易所", "Shanghai Stock Exchange", "SSE", "Shanghai bourse", "Shanghai market"),
    "exchange:SZSE": ("深市", "深交所", "深圳证券交易所", "Shenzhen Stock Exchange", "SZSE", "Shenzhen bourse", "Shenzhen market"),
    "exchange:BSE": ("北交所", "北京证券交易所", "北证", "Beijing Stock Exchange", "BSE", "Beijing bourse", "Beijing market"),
    "board:main": ("主板", "沪深主板", "沪深两市主板", "the main boards", "main board", "main boards", "Main Board"),
    "board:chinext": ("创业板", "ChiNext", "ChiNext board", "Chinext", "ChiNext market", "Growth Enterprise Market", "Shenzhen's growth board", "Shenzhen start-up board", "growth board", "双创之创业板"),
    "board:star": ("科创板", "STAR Market", "Star Market", "STAR board", "STAR Board", "STAR", "Star board", "Science and Technology Innovation Board", "sci-tech board", "sci-tech innovation board"),
    "index:000300.SH": ("沪深300", "沪深300指数", "沪深300成份股", "沪深300成分股", "CSI 300", "CSI300", "CSI 300 Index", "CSI 300 constituents", "CSI 300 members", "CSI 300 stocks", "CSI 300 shares", "CSI300 constituents", "沪深300成员股", "沪深300标的"),
    "index:000905.SH": ("中证500", "中证500指数", "CSI 500", "CSI500", "CSI 500 Index"),
    "index:000852.SH": ("中证1000", "中证1000指数", "CSI 1000", "CSI1000", "CSI 1000 Index"),
    "index:000016.SH": ("上证50", "上证50指数", "SSE 50", "SSE 50 Index"),
    "index:000985.SH": ("中证全指", "CSI All Share", "CSI All Share Index"),
    "index:000688.SH": ("科创50", "科创50指数", "STAR 50", "Star 50", "STAR 50 Index", "Star 50 Index", "STAR50"),
    "index:399006.SZ": ("创业板指", "创业板指数", "ChiNext Index", "ChiNext index", "ChiNext gauge", "start-up board gauge", "创指", "ChiNext benchmark", "ChiNext composite"),
    "index:399001.SZ": ("深证成指", "深成指", "深证成份指数", "Shenzhen Component", "Shenzhen benchmark", "Shenzhen gauge", "Shenzhen benchmark index", "Shenzhen Component Index", "SZSE Component Index"),
    "index:000001.SH": ("上证综指", "上证指数", "上证综合指数", "沪指", "大盘", "Shanghai Composite", "Shanghai benchmark", "Shanghai gauge", "Shanghai index", "Shanghai's benchmark index", "Shanghai benchmark index", "Shanghai Composite Index", "SSE Composite", "SSE Composite Index"),
}  # fmt: skip
"""Scopes that exist whatever is stored."""

OTHERS: Final = (
    "恒生指数", "香港恒生指数", "恒生科技指数", "纳斯达克金龙指数", "纳斯达克中国金龙指数", "纳斯达克指数", "道琼斯指数", "标普500指数", "日经225指数", "港股", "美股",
    "北证50", "中证2000", "国证2000", "中概股", "美联储", "中国人民银行", "央行", "证监会", "中国证监会", "北向资金", "外资",
    "Hang Seng Index", "Hang Seng", "Hang Seng Tech Index", "Nasdaq Golden Dragon China Index", "Nasdaq Golden Dragon", "Nasdaq", "S&P 500",
    "Dow Jones", "Nikkei 225", "Magnificent 7", "Magnificent Seven", "Federal Reserve", "Fed", "People's Bank of China", "PBOC",
    "China Securities Regulatory Commission", "CSRC", "Hong Kong", "OPEC+", "USDA", "EIA", "A500",
)  # fmt: skip
"""Subjects of such texts that are no scope of the margin market."""

LEVEL_ONE: Final = (
    "农林牧渔", "基础化工", "钢铁", "有色金属", "电子", "汽车", "家用电器", "食品饮料", "纺织服饰", "轻工制造", "医药生物", "公用事业", "交通运输", "房地产",
    "商贸零售", "社会服务", "银行", "非银金融", "综合", "建筑材料", "建筑装饰", "电力设备", "机械设备", "国防军工", "计算机", "传媒", "通信", "煤炭", "石油石化",
    "环保", "美容护理", "采掘", "化工", "电气设备", "休闲服务", "商业贸易", "纺织服装",
)  # fmt: skip
"""申万 industries of the first level, of 2021 and, where they still occur in texts, of 2014."""

LEVEL_TWO: Final = (
    "种植业", "渔业", "林业", "饲料", "农产品加工", "养殖业", "动物保健", "化学原料", "化学制品", "化学纤维", "塑料", "橡胶", "农化制品", "非金属材料", "冶钢原料",
    "普钢", "特钢", "金属新材料", "工业金属", "贵金属", "小金属", "能源金属", "半导体", "元件", "光学光电子", "其他电子", "消费电子", "电子化学品", "汽车零部件",
    "汽车服务", "摩托车及其他", "乘用车", "商用车", "白色家电", "黑色家电", "小家电", "厨卫电器", "照明设备", "家电零部件", "食品加工", "白酒", "非白酒", "饮料乳品",
    "休闲食品", "调味发酵品", "纺织制造", "服装家纺", "饰品", "造纸", "包装印刷", "家居用品", "文娱用品", "化学制药", "中药", "生物制品", "医药商业", "医疗器械",
    "医疗服务", "电力", "燃气", "物流", "铁路公路", "航空机场", "航运港口", "房地产开发", "房地产服务", "贸易", "一般零售", "专业连锁", "互联网电商", "旅游零售", "体育",
    "专业服务", "酒店餐饮", "旅游及景区", "教育", "国有大型银行", "股份制银行", "城商行", "农商行", "证券", "保险", "多元金融", "水泥", "玻璃玻纤", "装修建材",
    "房屋建设", "装修装饰", "基础建设", "专业工程", "工程咨询服务", "电机", "其他电源设备", "光伏设备", "风电设备", "电池", "电网设备", "通用设备", "专用设备", "轨交设备",
    "工程机械", "自动化设备", "航天装备", "航空装备", "地面兵装", "航海装备", "军工电子", "计算机设备", "IT服务", "软件开发", "游戏", "广告营销", "影视院线", "数字媒体",
    "出版", "电视广播", "通信服务", "通信设备", "煤炭开采", "焦炭", "油气开采", "油服工程", "炼化及贸易", "环境治理", "环保设备", "个护用品", "化妆品", "医疗美容",
)  # fmt: skip
"""申万 industries of the second level of 2021."""

INDUSTRIES: Final[dict[str, tuple[str, ...]]] = {
    "农林牧渔": ("agriculture", "agriculture, forestry, animal husbandry and fishery", "farming"),
    "基础化工": ("basic chemicals", "chemicals", "chemical"),
    "钢铁": ("steel", "iron and steel"),
    "有色金属": ("non-ferrous metals", "nonferrous metals", "non-ferrous metal", "nonferrous metal", "non - ferrous metals", "有色", "metals complex", "base metals", "metal stocks"),
    "电子": ("electronics", "electronic", "electronics makers", "electronic components makers"),
    "汽车": ("autos", "automobiles", "automobile", "automotive", "auto", "automakers", "carmakers", "car makers", "车企"),
    "家用电器": ("household appliances", "home appliances", "home appliance", "appliances", "household-appliance makers", "appliance makers", "white goods", "家电"),
    "食品饮料": ("food and beverages", "food and beverage", "food & beverage", "food & beverages", "food and drink", "makers of food and drink", "food and drink makers", "food makers"),
    "纺织服饰": ("textiles and apparel", "textile and apparel", "textiles & apparel", "textile & apparel", "textiles"),
    "轻工制造": ("light manufacturing", "light industry manufacturing", "light industry"),
    "医药生物": ("pharmaceuticals and biotechnology", "pharmaceutical and biological", "pharmaceuticals", "pharma and biotech", "pharmaceutical", "healthcare", "医药", "生物医药", "pharma", "drug makers", "drugmakers", "drug stocks", "drug companies"),
    "公用事业": ("utilities", "public utilities"),
    "交通运输": ("transportation", "transport"),
    "房地产": ("real estate", "property", "property developers", "developers", "地产"),
    "商贸零售": ("commerce and retail", "retail", "trade and retail"),
    "社会服务": ("social services", "consumer services"),
    "银行": ("banks", "banking", "bank"),
    "非银金融": ("non-bank financials", "non-bank financial", "non-bank finance", "nonbank financials", "non-banking financials", "non-bank finance companies", "非银"),
    "综合": ("conglomerates",),
    "建筑材料": ("building materials", "construction materials", "建材"),
    "建筑装饰": ("construction and decoration", "building decoration", "construction & decoration", "architectural decoration"),
    "电力设备": ("power equipment", "electrical equipment", "electric power equipment", "power equipment and new energy", "electrical gear", "power gear", "power-equipment makers", "电新", "电力设备与新能源"),
    "机械设备": ("machinery", "machinery and equipment", "mechanical equipment", "machinery equipment"),
    "国防军工": ("defence", "defense", "national defence", "national defense", "defence contractors", "defense and military", "military industry", "军工"),
    "计算机": ("computers", "computer", "computing", "computer stocks", "IT stocks"),
    "传媒": ("media",),
    "通信": ("communications", "communication", "telecommunications", "telecoms", "telecom", "communication gear", "通讯"),
    "煤炭": ("coal", "coal miners", "coal stocks", "coal producers"),
    "石油石化": ("petroleum & petrochemicals", "petroleum and petrochemicals", "petroleum & petrochemical", "oil and petrochemicals", "petrochemicals", "petroleum and petrochemical", "oil & petrochemicals", "petrochemical"),
    "环保": ("environmental protection",),
    "美容护理": ("beauty care", "beauty and personal care", "beauty & personal care", "cosmetics and personal care"),
    "半导体": ("semiconductors", "semiconductor", "chips", "chipmakers"),
    "证券": ("brokerages", "securities firms", "brokers", "券商"),
    "保险": ("insurance", "insurers"),
    "消费电子": ("consumer electronics",),
    "光伏设备": ("photovoltaic equipment", "photovoltaics", "solar", "光伏"),
    "电池": ("batteries", "battery"),
    "白酒": ("baijiu", "liquor", "spirits"),
    "软件开发": ("software", "software development"),
    "通信设备": ("communications equipment", "communication equipment", "telecom equipment"),
    "贵金属": ("precious metals",),
    "工业金属": ("industrial metals",),
    "汽车零部件": ("auto parts",),
    "医疗器械": ("medical devices",),
    "自动化设备": ("automation equipment",),
    "军工电子": ("military electronics", "defence electronics"),
}  # fmt: skip
"""Other names of industries, beside the English names of our list."""
