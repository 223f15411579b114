using System.Collections.Immutable;

namespace GlmmDsl.Formulas.Tests.Design;

public class DesignPlanTests
{
    [Theory]
    [InlineData("y ~ week", ResponseKind.Numeric)]
    [InlineData("smoker ~ week", ResponseKind.Numeric)]
    [InlineData("log(y) ~ week", ResponseKind.Numeric)]
    [InlineData("I(arm == \"drug\") ~ week", ResponseKind.Numeric)]
    [InlineData("arm ~ week", ResponseKind.Factor)]
    [InlineData("cbind(y, n - y) ~ week", ResponseKind.SuccessesAndFailures)]
    [InlineData("~ week", ResponseKind.Numeric)]
    public void The_response_has_a_kind(string formula, ResponseKind kind) => Assert.Equal(kind, Planning.Plan(formula).ResponseKind);

    [Fact]
    public void Columns_used_are_listed_once_in_order_of_places()
    {
        DesignPlan plan = Planning.Plan("log(y/n) ~ week * arm + offset(log(age)) + (week | site/patient) + I(week > mean(age))");

        Assert.Equal("y n week arm age site patient", string.Join(" ", plan.ColumnsUsed));
    }

    [Fact]
    public void Variables_are_those_of_fixed_and_random_columns_each_once()
    {
        DesignPlan plan = Planning.Plan("y ~ week * arm + offset(n) + (week + smoker | patient)");

        Assert.Equal(["week", "arm", "smoker"], plan.Variables.Select(v => v.Name));
        Assert.Same(plan.Fixed[1].Factors[0].Variable, plan.Random[0].Terms[1].Factors[0].Variable);
    }

    [Fact]
    public void Names_that_need_back_quotes_keep_them_in_terms_and_columns_as_in_R()
    {
        var columns = new TestColumns(
            new ColumnType("y", ColumnKind.Numeric),
            new ColumnType("my x", ColumnKind.Numeric),
            new ColumnType("_u", ColumnKind.Numeric),
            new ColumnType("if", ColumnKind.Numeric),
            new ColumnType("a.b", ColumnKind.Numeric),
            new ColumnType("größe", ColumnKind.Numeric),
            new ColumnType("my f", ColumnKind.Factor, ImmutableArray.Create("u v", "w")),
            new ColumnType("g h", ColumnKind.Factor));

        DesignPlan plan = Planning.Plan("y ~ `my x` * `my f` + log(`my x`) + `_u` + `if` + `a.b` + `größe` + (0 + `my f` | `g h`/`my f`) + (`my x` | `g h`)", columns);

        // The names that model.matrix and lme4 give.
        Assert.Equal(
            ["(Intercept)", "`my x`", "`my f`w", "log(`my x`)", "`_u`", "`if`", "a.b", "größe", "`my x`:`my f`w"],
            plan.Fixed.SelectMany(t => t.Columns()).Select(c => c.Name));
        Assert.Equal(["`my x`", "`my f`", "log(`my x`)", "`_u`", "`if`", "a.b", "größe", "`my x`:`my f`"], plan.Fixed.Skip(1).Select(t => t.Name));
        Assert.Equal(["`my f`:`g h`", "g h", "g h"], plan.Random.Select(t => t.GroupName));
        Assert.Equal(["`my f`u v", "`my f`w"], plan.Random[0].Terms.SelectMany(t => t.Columns()).Select(c => c.Name));
    }

    [Fact]
    public void A_variable_knows_kind_suffixes_levels_and_coding()
    {
        DesignPlan plan = Planning.Plan("y ~ week + poly(age, 2) + poly(n, 1) + smoker + grade + factor(arm) + factor(n) + site + scale(age)");

        Assert.Equal([ColumnKind.Numeric, ColumnKind.Numeric, ColumnKind.Numeric, ColumnKind.Logical, ColumnKind.Factor, ColumnKind.Factor, ColumnKind.Factor, ColumnKind.Factor, ColumnKind.Numeric], plan.Variables.Select(v => v.Kind));
        Assert.Equal([";", "1;2;", ";", "", "", "", "", "", ";"], plan.Variables.Select(v => string.Concat(v.Suffixes.Select(suffix => suffix + ";"))));
        Assert.Equal("FALSE TRUE", string.Join(" ", plan.Variables[3].Levels));
        Assert.Equal((true, Coding.Polynomial), (plan.Variables[4].IsOrdered, plan.Variables[4].Coding));
        Assert.Equal("placebo drug", string.Join(" ", plan.Variables[5].Levels));
        Assert.True(plan.Variables[6].Levels.IsDefault);
        Assert.True(plan.Variables[7].Levels.IsDefault);
    }

    [Theory]
    [InlineData("(week || patient)", "(Intercept); week")]
    [InlineData("(arm || patient)", "(Intercept); armdrug")]
    [InlineData("(0 + arm || patient)", "armplacebo armdrug")]
    [InlineData("(0 + arm + smoker || patient)", "armplacebo armdrug; smokerTRUE")]
    [InlineData("(arm * week || patient)", "(Intercept); armdrug; week; armdrug:week")]
    [InlineData("diag(arm | patient)", "(Intercept) armdrug")]
    [InlineData("(arm | patient)", "(Intercept) armdrug")]
    [InlineData("(poly(age, 2) || patient)", "(Intercept); poly(age, 2)1 poly(age, 2)2")]
    public void Parts_of_a_double_bar_are_coded_as_the_whole_term(string random, string columns)
    {
        DesignPlan plan = Planning.Plan("y ~ 1 + " + random);

        Assert.Equal(columns, string.Join("; ", plan.Random.Select(term => string.Join(" ", term.Terms.SelectMany(t => t.Columns()).Select(c => c.Name)))));
    }

    [Theory]
    [InlineData("(week || patient)", "False False")]
    [InlineData("(arm || patient)", "False True")]
    [InlineData("(poly(age, 2) || patient)", "False True")]
    [InlineData("diag(week | patient)", "True")]
    [InlineData("us(week | patient)", "False")]
    [InlineData("cs(week | patient)", "False")]
    public void Only_diagonal_terms_of_several_columns_are_split_by_the_run(string random, string expected) =>
        Assert.Equal(expected, string.Join(" ", Planning.Plan("y ~ 1 + " + random).Random.Select(term => term.IsIndependent)));

    [Fact]
    public void Any_column_but_an_unusable_one_can_group()
    {
        DesignPlan plan = Planning.Plan("y ~ arm + (1 | seen) + (1 | week) + (1 | smoker) + (1 | factor(seen):arm) + (1 | patient)");

        Assert.Equal(["seen", "week", "smoker", "factor(seen):arm", "patient"], plan.Random.Select(term => term.GroupName));
        Assert.Equal(ColumnKind.Factor, plan.Random[0].Group[0].Kind);
        Assert.Same(plan.Fixed[1].Factors[0].Variable, plan.Random[3].Group[1]);
    }

    [Theory]
    [InlineData("y ~ wekk", FormulaErrorKind.UnknownColumn, "wekk", "week")]
    [InlineData("y ~ x1 + log(Age)", FormulaErrorKind.UnknownColumn, "x1", null)]
    [InlineData("y ~ week + (1 | patiant)", FormulaErrorKind.UnknownColumn, "patiant", "patient")]
    [InlineData("y ~ week + offset(log(agee))", FormulaErrorKind.UnknownColumn, "agee", "age")]
    [InlineData("yy ~ week", FormulaErrorKind.UnknownColumn, "yy", "y")]
    [InlineData("y ~ seen", FormulaErrorKind.ColumnType, "seen", null)]
    [InlineData("y ~ log(seen)", FormulaErrorKind.ColumnType, "seen", null)]
    [InlineData("y ~ as.numeric(seen)", FormulaErrorKind.ColumnType, "seen", null)]
    [InlineData("seen ~ week", FormulaErrorKind.ColumnType, "seen", null)]
    [InlineData("y ~ notes", FormulaErrorKind.ColumnType, "notes", null)]
    [InlineData("y ~ week + (1 | notes)", FormulaErrorKind.ColumnType, "notes", null)]
    [InlineData("y ~ pi", FormulaErrorKind.Structure, "pi", null)]
    [InlineData("y ~ mean(age)", FormulaErrorKind.Structure, "mean(age)", null)]
    [InlineData("y ~ week + offset(2)", FormulaErrorKind.Structure, "2", null)]
    [InlineData("pi ~ week", FormulaErrorKind.Structure, "pi", null)]
    [InlineData("y ~ week + (1 | poly(age, 2))", FormulaErrorKind.Function, "poly(age, 2)", null)]
    [InlineData("poly(y, 2) ~ week", FormulaErrorKind.Function, "poly(y, 2)", null)]
    [InlineData("y ~ week + offset(arm)", FormulaErrorKind.Function, "arm", null)]
    public void Columns_that_do_not_fit_are_errors_at_their_places(string formula, FormulaErrorKind kind, string place, string? suggestion)
    {
        DesignPlanResult result = Planning.Result(formula);

        FormulaDiagnostic error = result.Diagnostics[0];
        Assert.Null(result.Plan);
        Assert.Equal(kind, error.Kind);
        Assert.Equal(place, formula.Substring(error.Span.Start, error.Span.Length));
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void A_remark_says_why_a_column_cannot_be_used()
    {
        Assert.Contains("give a number of days", Planning.Error("y ~ seen").Error.Message, StringComparison.Ordinal);
        Assert.Contains("a list is no column", Planning.Error("y ~ notes").Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_fixed_and_random_part_is_reported_at_both_places()
    {
        DesignPlanResult result = Planning.Result("y ~ wekk + (wekk | patient)");

        Assert.Equal([4, 12], result.Diagnostics.Select(error => error.Span.Start));
    }

    [Fact]
    public void Long_names_are_cut_in_messages()
    {
        string message = Planning.Error("y ~ " + new string('w', 5_000)).Error.Message;

        Assert.True(message.Length < 120, message);
    }

    [Fact]
    public void A_column_named_as_a_constant_hides_it()
    {
        var columns = new TestColumns(new ColumnType("y", ColumnKind.Numeric), new ColumnType("pi", ColumnKind.Numeric));

        Assert.Equal("y pi", string.Join(" ", Planning.Plan("y ~ pi", columns).ColumnsUsed));
    }

    [Fact]
    public void A_column_in_back_quotes_is_not_the_call_it_looks_like()
    {
        var columns = new TestColumns(new ColumnType("y", ColumnKind.Numeric), new ColumnType("x", ColumnKind.Numeric), new ColumnType("log(x)", ColumnKind.Factor));

        DesignPlan plan = Planning.Plan("y ~ `log(x)` + log(x) + (`log(x)` + log(x) || x)", columns);

        Assert.Equal([ColumnKind.Factor, ColumnKind.Numeric], plan.Variables.Select(v => v.Kind));
    }

    [Fact]
    public void Any_formula_gets_a_plan_or_errors()
    {
        var random = new Terms.RandomFormulas(seed: 30);
        for (int i = 0; i < 1_500; i++)
        {
            DesignPlan plan = Planning.Plan(random.Formula());
            Assert.NotEmpty(plan.FixedKey);

            TermExpansion expansion = Terms.Expanding.Expand("n ~ " + random.Anything(depth: 3));
            if (expansion.Terms is not null)
            {
                DesignPlanResult result = DesignPlan.Create(expansion.Terms, TestColumns.OfEveryKind);
                Assert.Equal(result.Plan is null, !result.Diagnostics.IsEmpty);
            }
        }
    }

    [Fact]
    public void Thousands_of_independent_slopes_are_planned_quickly()
    {
        ColumnType[] slopes = Enumerable.Range(0, 1_500).Select(i => new ColumnType("x" + i, ColumnKind.Numeric)).ToArray();
        string formula = $"y ~ 1 + ({string.Join("+", slopes.Select(column => column.Name))} || g)";

        DesignPlan plan = Planning.Plan(formula, new TestColumns([.. slopes, new ColumnType("y", ColumnKind.Numeric), new ColumnType("g", ColumnKind.Factor)]));

        Assert.Equal(1_501, plan.Random.Length);
    }
}
