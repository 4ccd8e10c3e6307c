"""Breaks if a margin ratio told without its name is not understood, or a percentage of something else is taken for one."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("Since January 19, 2026 the requirement for buying on margin rose from 80% to 100%.", "2026-01-20", "100%", "supported"),
        (
            "Anyone who buys stock with borrowed money has to lodge collateral of no less than 80 percent of the purchase.",
            "2025-11-20",
            "80 percent",
            "supported",
        ),
        (
            "Anyone who buys stock with borrowed money has to lodge collateral of no less than 100 percent of the purchase.",
            "2025-11-20",
            "100 percent",
            "refuted",
        ),
        (
            "Margin buyers must now put down cash or securities worth at least 80% of what they buy.",
            "2026-02-20",
            "80%",
            "refuted",
        ),
        (
            "Margin buyers must now put down cash or securities worth at least 100% of what they buy.",
            "2026-02-20",
            "100%",
            "supported",
        ),
        (
            "Short sellers have to post at least 100 percent; private funds face 120 percent.",
            "2025-08-12",
            "120 percent",
            "supported",
        ),
        (
            "Short sellers have to post at least 100 percent; private funds face 130 percent.",
            "2025-08-12",
            "130 percent",
            "refuted",
        ),
        ("目前,投资者融券卖出须按不低于80%的比例缴纳保证金。", "2025-08-12", "80%", "refuted"),
        ("目前,投资者融券卖出须按不低于100%的比例缴纳保证金。", "2025-08-12", "100%", "supported"),
        ("回顾历史,交易所在2015年11月把融资保证金比例从50%提到100%,2023年9月又调回80%。", "2026-02-03", "调回80%", "supported"),
        ("回顾历史,交易所在2016年11月把融资保证金比例从50%提到100%,2023年9月又调回80%。", "2026-02-03", "100%", "refuted"),
        ("2023年9月8日收市后,融资保证金比例由100%降至80%。", "2026-02-03", "80%", "supported"),
        ("2023年9月18日收市后,融资保证金比例由100%降至80%。", "2026-02-03", "80%", "refuted"),
        (
            "The exchanges lowered the financing margin requirement from 100 percent to 80 percent in October 2022.",
            "2026-02-03",
            "80 percent",
            "refuted",
        ),
        ("In early 2015 a client buying on margin had to put up only 50 percent.", "2025-11-20", "50 percent", "supported"),
        ("In early 2015 a client buying on margin had to put up 100 percent.", "2025-11-20", "100 percent", "refuted"),
        ("2020年,融资保证金比例下限为100%。", "2025-11-20", "100%", "supported"),
        ("2020年,融资保证金比例下限为50%。", "2025-11-20", "50%", "refuted"),
        ("此次调整只涉及新开合约,老合约及展期不受影响。", "2026-01-20", "只涉及新开合约", "supported"),
        ("此次调整对新老合约一视同仁,存量合约亦须补足保证金。", "2026-01-20", "存量合约", "refuted"),
        ("Loans already on the books are untouched by the new ratio.", "2026-01-20", "already on the books", "supported"),
        (
            "The new margin ratio bites on every loan, including those taken out earlier.",
            "2026-01-20",
            "bites on every loan",
            "refuted",
        ),
        ("北京证券交易所同步把融资保证金比例上调至100%。", "2026-01-20", "100%", "supported"),
        ("融券保证金比例本次未作调整。", "2026-01-20", "未作调整", "supported"),
        ("融券保证金比例也同步提高。", "2026-01-20", "也同步提高", "refuted"),
        ("券商合同约定的平仓线多为130%。", "2025-11-20", "130%", "not_checkable"),
        ("IC合约年化贴水约11.8%,融券保证金比例较高。", "2025-11-20", "11.8%", "not_checkable"),
        ("该公司融资余额占流通市值的比例为12%,保证金充足。", "2025-11-20", "12%", "not_checkable"),
        ("融资利率约为5.5%,保证金比例80%。", "2025-11-20", "5.5%", "not_checkable"),
        ("客户平均融资保证金比例为91%。", "2025-11-20", "91%", "not_checkable"),
        ("某券商将融资保证金比例上调至110%。", "2025-11-20", "110%", "not_checkable"),
        (
            "If the requirement were raised to 100 percent, buyers on margin could borrow less.",
            "2025-11-20",
            "100 percent",
            "not_checkable",
        ),
        ("预计监管层将把融资保证金比例提高至100%。", "2025-11-20", "100%", "not_checkable"),
        ("受新规影响的融资合约占比约35%。", "2025-11-20", "35%", "not_checkable"),
        ("上调后,投资者融资买入时缴纳的保证金不得低于买入金额的100%。", "2026-01-19", "100%", "supported"),
        ("今天起,融资买入的最低首付比例从八成升到十成。", "2026-01-19", "十成", "supported"),
        ("自周一起,融资客户的保证金门槛从80%抬到100%,但之前的仓位不必追加。", "2026-01-21", "100%", "supported"),
        ("新的保证金要求对已有融资合约追溯适用。", "2026-01-21", "追溯适用", "refuted"),
        ("In 2021 the exchanges demanded 50 percent margin from buyers on credit.", "2025-12-01", "50 percent", "refuted"),
        ("In 2021 the exchanges demanded 100 percent margin from buyers on credit.", "2025-12-01", "100 percent", "supported"),
        ("2023年9月8日收盘后,沪深北三大交易所把融资保证金比例下限由100%调低到80%。", "2025-12-01", "80%", "supported"),
        ("2023年10月,普通投资者融券保证金比例由50%升至80%,私募则升至100%。", "2025-12-01", "私募则升至100%", "supported"),
        ("2023年10月,普通投资者融券保证金比例由50%升至80%,私募则升至120%。", "2025-12-01", "私募则升至120%", "refuted"),
        (
            "Hedge funds that sell short must put up 120 percent, other investors 100 percent.",
            "2025-12-01",
            "100 percent",
            "supported",
        ),
        (
            "Hedge funds that sell short must put up 120 percent, other investors 80 percent.",
            "2025-12-01",
            "80 percent",
            "refuted",
        ),
        ("私募参与融券须缴120%的保证金,其他投资者为100%。", "2025-12-01", "120%", "supported"),
        ("A shares outside the big indices count for at most 65 percent.", "2025-12-01", "65 percent", "not_checkable"),
        ("机构客户融资利率约4.5%,融资保证金比例按100%执行的券商占三成。", "2025-12-01", "4.5%", "not_checkable"),
        ("基差年化为8%,融券保证金比例100%。", "2025-12-01", "8%", "not_checkable"),
        ("两融余额占流通市值的2.5%。", "2025-12-01", "2.5%", "not_checkable"),
        ("公司全年营收增长80%,融资余额增长明显。", "2025-12-01", "80%", "not_checkable"),
        ("该基金仓位由80%提高至100%。", "2025-12-01", "100%", "not_checkable"),
        ("Broker A requires 120 percent for financing purchases of small caps.", "2025-12-01", "120 percent", "not_checkable"),
        ("Hong Kong brokers ask for 50 percent margin on blue chips.", "2025-12-01", "50 percent", "not_checkable"),
        ("股指期货保证金比例为12%。", "2025-12-01", "12%", "not_checkable"),
        ("有券商人士建议把融资保证金比例下调至50%。", "2025-12-01", "50%", "not_checkable"),
        ("新股上市首日涨幅达100%。", "2025-12-01", "100%", "not_checkable"),
        ("融资客占比从80%升到100%。", "2025-12-01", "100%", "not_checkable"),
        (
            "The fund returned 80 percent after fees, with short positions closed on the same day.",
            "2025-12-01",
            "80 percent",
            "not_checkable",
        ),
        ("He sold the futures short and covered the same day.", "2025-12-01", "same day", "not_checkable"),
        (
            "The financing margin requirement is back at the level of 2015 to 2023: 100 percent.",
            "2026-01-21",
            "100 percent",
            "supported",
        ),
    ],
)
def test_a_margin_ratio_is_known_by_what_is_said_of_it(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        (
            "Buying stocks on margin usually requires a 50% margin ratio, which gives 2 times leverage.",
            "2025-05-05",
            "50%",
            "refuted",
        ),
        ("With a 50% margin ratio the leverage is 2 times.", "2025-05-05", "50%", "not_checkable"),
        ("监管将融券保证金比例提高到140%以上。", "2025-05-05", "140%", "refuted"),
        ("监管将融券保证金比例提高到100%以上。", "2025-05-05", "100%", "supported"),
        ("部分券商将融券保证金比例提高到140%以上。", "2025-05-05", "140%", "not_checkable"),
        ("交易所将融券保证金最低比例由80%上调至100%，自2026年1月19日起施行。", "2026-01-20", "100%", "refuted"),
        ("交易所将融券保证金最低比例由80%上调至100%，自2024年7月22日起施行。", "2026-01-20", "100%", "supported"),
    ],
)
def test_a_ratio_that_is_had_or_raised(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
