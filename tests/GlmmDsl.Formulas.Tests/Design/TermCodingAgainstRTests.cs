using System.Collections.Immutable;

namespace GlmmDsl.Formulas.Tests.Design;

/// <summary>The answers are R 4.2's: column names of <c>model.matrix(y ~ ...)</c>.</summary>
public class TermCodingAgainstRTests
{
    private static readonly string[] Ordered = ["lo", "mid", "hi", "top", "max"];

    public static TheoryData<string, string> Answers { get; } = new()
    {
        { "1", "(Intercept)" },
        { "f", "(Intercept) fb fc" },
        { "0 + f", "fa fb fc" },
        { "x", "(Intercept) x" },
        { "0 + x + f", "x fa fb fc" },
        { "0 + x + x:f", "x x:fa x:fb x:fc" },
        { "f:x", "(Intercept) fa:x fb:x fc:x" },
        { "0 + f:x", "fa:x fb:x fc:x" },
        { "0 + f + f:x", "fa fb fc fa:x fb:x fc:x" },
        { "f/x - 1", "fa fb fc fa:x fb:x fc:x" },
        { "0 + f * x", "fa fb fc x fb:x fc:x" },
        { "f:g", "(Intercept) fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv" },
        { "f + f:g", "(Intercept) fb fc fa:gv fb:gv fc:gv" },
        { "g + f:g", "(Intercept) gv gu:fb gv:fb gu:fc gv:fc" },
        { "f * g", "(Intercept) fb fc gv fb:gv fc:gv" },
        { "0 + f * g", "fa fb fc gv fb:gv fc:gv" },
        { "0 + f:g", "fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv" },
        { "f:g + g:h", "(Intercept) fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv gu:hq gv:hq" },
        { "f:g + g:h - 1", "fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv gu:hq gv:hq" },
        { "f * g * h", "(Intercept) fb fc gv hq fb:gv fc:gv fb:hq fc:hq gv:hq fb:gv:hq fc:gv:hq" },
        { "f * g * h - f:g", "(Intercept) fb fc gv hq fb:hq fc:hq gv:hq fb:gv:hp fc:gv:hp fb:gv:hq fc:gv:hq" },
        { "f*g*h - g", "(Intercept) fb fc hq fa:gv fb:gv fc:gv fb:hq fc:hq gv:hq fb:gv:hq fc:gv:hq" },
        { "f*g*h - g - f:g", "(Intercept) fb fc hq fb:hq fc:hq gv:hp gv:hq fb:gv:hp fc:gv:hp fb:gv:hq fc:gv:hq" },
        { "f:g:h", "(Intercept) fa:gu:hp fb:gu:hp fc:gu:hp fa:gv:hp fb:gv:hp fc:gv:hp fa:gu:hq fb:gu:hq fc:gu:hq fa:gv:hq fb:gv:hq fc:gv:hq" },
        { "f + g:h", "(Intercept) fb fc gu:hp gv:hp gu:hq gv:hq" },
        { "f:g:h + f", "(Intercept) fb fc fa:gu:hp fb:gu:hp fc:gu:hp fa:gv:hp fb:gv:hp fc:gv:hp fa:gu:hq fb:gu:hq fc:gu:hq fa:gv:hq fb:gv:hq fc:gv:hq" },
        { "f + f:g:h", "(Intercept) fb fc fa:gu:hp fb:gu:hp fc:gu:hp fa:gv:hp fb:gv:hp fc:gv:hp fa:gu:hq fb:gu:hq fc:gu:hq fa:gv:hq fb:gv:hq fc:gv:hq" },
        { "0 + f + g", "fa fb fc gv" },
        { "0 + g + f", "gu gv fb fc" },
        { "0 + L + x", "LFALSE LTRUE x" },
        { "L * x", "(Intercept) LTRUE x LTRUE:x" },
        { "x:L", "(Intercept) x:LFALSE x:LTRUE" },
        { "I(x > 0)", "(Intercept) I(x > 0)TRUE" },
        { "I(x > 0):f", "(Intercept) I(x > 0)FALSE:fa I(x > 0)TRUE:fa I(x > 0)FALSE:fb I(x > 0)TRUE:fb I(x > 0)FALSE:fc I(x > 0)TRUE:fc" },
        { "0 + I(x > 0):f", "I(x > 0)FALSE:fa I(x > 0)TRUE:fa I(x > 0)FALSE:fb I(x > 0)TRUE:fb I(x > 0)FALSE:fc I(x > 0)TRUE:fc" },
        { "f == \"a\"", "(Intercept) f == \"a\"TRUE" },
        { "o", "(Intercept) o.L o.Q o.C o^4" },
        { "0 + o", "olo omid ohi otop omax" },
        { "o:x", "(Intercept) olo:x omid:x ohi:x otop:x omax:x" },
        { "o * f", "(Intercept) o.L o.Q o.C o^4 fb fc o.L:fb o.Q:fb o.C:fb o^4:fb o.L:fc o.Q:fc o.C:fc o^4:fc" },
        { "poly(x, 1)", "(Intercept) poly(x, 1)" },
        { "poly(x, 2)", "(Intercept) poly(x, 2)1 poly(x, 2)2" },
        { "poly(x, 3) * f", "(Intercept) poly(x, 3)1 poly(x, 3)2 poly(x, 3)3 fb fc poly(x, 3)1:fb poly(x, 3)2:fb poly(x, 3)3:fb poly(x, 3)1:fc poly(x, 3)2:fc poly(x, 3)3:fc" },
        { "f:poly(x, 2)", "(Intercept) fa:poly(x, 2)1 fb:poly(x, 2)1 fc:poly(x, 2)1 fa:poly(x, 2)2 fb:poly(x, 2)2 fc:poly(x, 2)2" },
        { "0 + f:poly(x, 2)", "fa:poly(x, 2)1 fb:poly(x, 2)1 fc:poly(x, 2)1 fa:poly(x, 2)2 fb:poly(x, 2)2 fc:poly(x, 2)2" },
        { "scale(x)", "(Intercept) scale(x)" },
        { "x:z + f:x", "(Intercept) x:z x:fb x:fc" },
        { "f %in% g", "(Intercept) fa:gu fb:gu fc:gu fa:gv fb:gv fc:gv" },
        { "x + x:f + x:f:g", "(Intercept) x x:fb x:fc x:fa:gv x:fb:gv x:fc:gv" },
        { "x*f - x", "(Intercept) fb fc x:fa x:fb x:fc" },
        { "x*f - f", "(Intercept) x x:fb x:fc" },
        { "x*f*g - x - f:g", "(Intercept) fb fc gv x:fa x:fb x:fc x:gv x:fb:gv x:fc:gv" },
        { "(f + g + h)^2 - f", "(Intercept) gv hq fb:gu fc:gu fb:gv fc:gv fb:hq fc:hq gv:hq" },
        { "(f + g + h)^2 - 1", "fa fb fc gv hq fb:gv fc:gv fb:hq fc:hq gv:hq" },
        { "0 + x + z + x:z:f", "x z x:z:fa x:z:fb x:z:fc" },
        { "0 + x:f + g", "gu gv x:fa x:fb x:fc" },
        { "z + x:f + z:f:g", "(Intercept) z x:fa x:fb x:fc z:fa:gu z:fb:gu z:fc:gu z:fa:gv z:fb:gv z:fc:gv" },
        { "factor(f)", "(Intercept) factor(f)b factor(f)c" },
        { "as.numeric(f) + I(x^2)", "(Intercept) as.numeric(f) I(x^2)" },
        { "log(exp(x)) + f:g:x", "(Intercept) log(exp(x)) fa:gu:x fb:gu:x fc:gu:x fa:gv:x fb:gv:x fc:gv:x" },
        { "L:f", "(Intercept) LFALSE:fa LTRUE:fa LFALSE:fb LTRUE:fb LFALSE:fc LTRUE:fc" },
        { "f + L:f", "(Intercept) fb fc fa:LTRUE fb:LTRUE fc:LTRUE" },
        { "0 + L:g", "LFALSE:gu LTRUE:gu LFALSE:gv LTRUE:gv" },
        { "f:x + g:x", "(Intercept) fa:x fb:x fc:x x:gv" },
        { "f:x + f:g:x", "(Intercept) fa:x fb:x fc:x fa:x:gv fb:x:gv fc:x:gv" },
        { "x + f:x + g:x + f:g:x", "(Intercept) x x:fb x:fc x:gv x:fb:gv x:fc:gv" },
        { "f*o - o", "(Intercept) fb fc fa:o.L fb:o.L fc:o.L fa:o.Q fb:o.Q fc:o.Q fa:o.C fb:o.C fc:o.C fa:o^4 fb:o^4 fc:o^4" },
        { "0 + f:x + f", "fa fb fc fa:x fb:x fc:x" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Columns_are_those_of_R(string right, string columns)
    {
        DesignPlan plan = Planning.Plan("y ~ " + right, Columns());

        Assert.Equal(columns, string.Join(" ", Names(plan.Fixed)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_random_term_is_coded_by_itself_as_the_fixed_part_is(string left, string columns)
    {
        DesignPlan plan = Planning.Plan($"y ~ 1 + f + ({left} | s)", Columns());

        Assert.Equal(columns, string.Join(" ", Names(Assert.Single(plan.Random).Terms)));
    }

    [Theory]
    [InlineData("f", "(Intercept) f1 f2")]
    [InlineData("f*o", "(Intercept) f1 f2 o1 o2 o3 o4 f1:o1 f2:o1 f1:o2 f2:o2 f1:o3 f2:o3 f1:o4 f2:o4")]
    [InlineData("f:x", "(Intercept) fa:x fb:x fc:x")]
    [InlineData("0 + o + f", "olo omid ohi otop omax f1 f2")]
    public void A_declared_coding_wins(string right, string columns)
    {
        DesignPlan plan = Planning.Plan("y ~ " + right, Columns(f: Coding.Sum, o: Coding.Helmert));

        Assert.Equal(columns, string.Join(" ", Names(plan.Fixed)));
    }

    private static IEnumerable<string> Names(IEnumerable<PlanTerm> terms) => terms.SelectMany(term => term.Columns()).Select(column => column.Name);

    private static TestColumns Columns(Coding? f = null, Coding? o = null) => new(
        new ColumnType("y", ColumnKind.Numeric),
        new ColumnType("x", ColumnKind.Numeric),
        new ColumnType("z", ColumnKind.Numeric),
        new ColumnType("f", ColumnKind.Factor, ImmutableArray.Create("a", "b", "c"), Coding: f),
        new ColumnType("g", ColumnKind.Factor, ImmutableArray.Create("u", "v")),
        new ColumnType("h", ColumnKind.Factor, ImmutableArray.Create("p", "q")),
        new ColumnType("s", ColumnKind.Factor),
        new ColumnType("L", ColumnKind.Logical),
        new ColumnType("o", ColumnKind.Factor, ImmutableArray.Create(Ordered), IsOrdered: true, Coding: o));
}
