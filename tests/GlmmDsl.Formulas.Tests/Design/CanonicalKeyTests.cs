namespace GlmmDsl.Formulas.Tests.Design;

public class CanonicalKeyTests
{
    [Theory]
    [InlineData("y ~ week * arm", "y ~ arm + week + arm:week")]
    [InlineData("y ~ week * arm", "y ~ (arm + week)^2")]
    [InlineData("y ~ week * arm", "y~1+( week*arm )")]
    [InlineData("y ~ week * arm", "y ~ week / arm + arm + (1 | patient)")]
    [InlineData("y ~ 0 + arm + site", "y ~ site + arm - 1")]
    [InlineData("y ~ log( week+1 )", "y ~ log(week + 1)")]
    [InlineData("y ~ age + offset(n) + offset(log(week))", "y ~ offset(log(week)) + age + offset(n)")]
    [InlineData("y ~ age", "log(y) ~ age")]
    [InlineData("y ~ poly(week, 2)", "y ~ poly(week, degree = 2)")]
    [InlineData("y ~ poly(week, 2)", "y ~ poly(degree = 2L, x = (week))")]
    [InlineData("y ~ log(week, 2)", "y ~ log(base = 2, x = week)")]
    [InlineData("y ~ factor(week)", "y ~ as.factor(week)")]
    [InlineData("y ~ I((week - 1)^2)", "y ~ I(((week) - (1))^2)")]
    [InlineData("y ~ age + offset(log(n, 2))", "y ~ age + offset((log(n, base = 2)))")]
    public void Spelling_and_order_do_not_change_the_key(string formula, string other) =>
        Assert.Equal(Planning.Plan(formula).FixedKey, Planning.Plan(other).FixedKey);

    [Theory]
    [InlineData("y ~ week", "y ~ 0 + week")]
    [InlineData("y ~ week", "y ~ log(week)")]
    [InlineData("y ~ week", "y ~ week + offset(n)")]
    [InlineData("y ~ week + n", "y ~ week + offset(n)")]
    [InlineData("y ~ week * arm", "y ~ week + arm")]
    [InlineData("y ~ grade", "y ~ factor(grade)")]
    [InlineData("y ~ poly(week, 2)", "y ~ poly(week, 3)")]
    [InlineData("y ~ I(week - (age - n))", "y ~ I(week - age - n)")]
    [InlineData("y ~ I((-week)^2)", "y ~ I(-week^2)")]
    [InlineData("y ~ dose(week, age)", "y ~ dose(age, week)")]
    public void Other_designs_have_other_keys(string formula, string other) =>
        Assert.NotEqual(Planning.Plan(formula).FixedKey, Planning.Plan(other).FixedKey);

    [Fact]
    public void Another_coding_is_another_design()
    {
        static TestColumns Columns(Coding? coding) => new(new ColumnType("y", ColumnKind.Numeric), new ColumnType("arm", ColumnKind.Factor, Coding: coding));

        string treatment = Planning.Plan("y ~ arm", Columns(null)).FixedKey;

        Assert.Equal(treatment, Planning.Plan("y ~ arm", Columns(Coding.Treatment)).FixedKey);
        Assert.NotEqual(treatment, Planning.Plan("y ~ arm", Columns(Coding.Sum)).FixedKey);
    }

    [Fact]
    public void A_name_in_back_quotes_is_no_interaction()
    {
        var columns = new TestColumns(new ColumnType("y", ColumnKind.Numeric), new ColumnType("a", ColumnKind.Numeric), new ColumnType("b", ColumnKind.Numeric), new ColumnType("a:b", ColumnKind.Numeric));

        Assert.NotEqual(Planning.Plan("y ~ a:b", columns).FixedKey, Planning.Plan("y ~ `a:b`", columns).FixedKey);
    }

    [Fact]
    public void The_response_has_its_own_key()
    {
        Assert.Equal(Planning.Plan("log( y ) ~ week").ResponseKey, Planning.Plan("log(y) ~ arm").ResponseKey);
        Assert.NotEqual(Planning.Plan("y ~ week").ResponseKey, Planning.Plan("log(y) ~ week").ResponseKey);
        Assert.Equal("", Planning.Plan("~ week").ResponseKey);
    }
}
