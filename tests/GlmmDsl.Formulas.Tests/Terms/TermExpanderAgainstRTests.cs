namespace GlmmDsl.Formulas.Tests.Terms;

/// <summary>The answers are R 4.2's: intercept and term.labels of <c>terms(y ~ ...)</c>.</summary>
public class TermExpanderAgainstRTests
{
    public static TheoryData<string, bool, string> Answers { get; } = new()
    {
        { "a %in% b", true, "a:b" },
        { "(a + b) %in% c", true, "a:c + b:c" },
        { "a + b %in% a", true, "a + a:b" },
        { "grp + Days:grp + z:Days", true, "grp + grp:Days + Days:z" },
        { "a/b", true, "a + a:b" },
        { "a/(b + c)", true, "a + a:b + a:c" },
        { "(a + b)/c", true, "a + b + a:b:c" },
        { "(a + b + c)^2", true, "a + b + c + a:b + a:c + b:c" },
        { "(a + b + c)^2 - a:b", true, "a + b + c + a:c + b:c" },
        { "a * b * c - a:b:c", true, "a + b + c + a:b + a:c + b:c" },
        { "0 + a", false, "a" },
        { "a - 1", false, "a" },
        { "a + 0", false, "a" },
        { "a - 0", true, "a" },
        { "0 + a + 1", true, "a" },
        { "-1 + a", false, "a" },
        { "1 - 1 + a", false, "a" },
        { "a - 1 + 1", true, "a" },
        { "a:b + a", true, "a + a:b" },
        { "b:a + a", true, "a + b:a" },
        { "b:a + a:b", true, "b:a" },
        { "a:b:c + c:b", true, "b:c + a:b:c" },
        { "a * b - a", true, "b + a:b" },
        { "a - a + b", true, "b" },
        { "(1 + a) * b", true, "a + b + a:b" },
        { "(0 + a):b", false, "a:b" },
        { "a - (b - 1)", true, "a" },
        { "a + b - (a + 1)", false, "b" },
        { "(a + b)^3", true, "a + b + a:b" },
        { "(a + b + c)^5", true, "a + b + c + a:b + a:c + b:c + a:b:c" },
        { "a/b/c", true, "a + a:b + a:b:c" },
        { "a/b * c", true, "a + c + a:b + a:c + a:b:c" },
        { "(a/b):c", true, "a:c + a:b:c" },
        { "a * b %in% c", true, "a + b:c + a:b:c" },
        { "log(a) + log(a):b", true, "log(a) + log(a):b" },
        { "I(a^2) + a", true, "I(a^2) + a" },
        { "a + a", true, "a" },
        { "a:a", true, "a" },
        { "b + a + offset(z) + a:b", true, "b + a + b:a" },
        { "x > 2", true, "x > 2" },
        { "!a", true, "!a" },
        { "-x", true, "" },
        { "-(a + 1) + a + b", false, "a + b" },
        { "a + (b + (c + d))", true, "a + b + c + d" },
        { "a:(b + c) + c:b", true, "a:b + a:c + b:c" },
        { "b:c + (a + b + c)^2", true, "a + b + c + b:c + b:a + c:a" },
        { "(a + b) * (c + d)", true, "a + b + c + d + a:c + a:d + b:c + b:d" },
        { "a/(b * c)", true, "a + a:b + a:c + a:b:c" },
        { "(a * b)/c", true, "a + b + a:b + a:b:c" },
        { "(a - 1) * b", false, "a + b + a:b" },
        { "a * b - 1", false, "a + b + a:b" },
        { "(a + b)^2:c", true, "a:c + b:c + a:b:c" },
        { "d - c + c:d:b", true, "d + d:c:b" },
        { "-c + a + c:a", true, "a + c:a" },
        { "1", true, "" },
        { "0 + a:b", false, "a:b" },
        { "a + b %in% c + d", true, "a + d + b:c" },
        { "a * (b + c)^2", true, "a + b + c + b:c + a:b + a:c + a:b:c" },
        { "(a + b + c + d)^3 - a:b:c", true, "a + b + c + d + a:b + a:c + a:d + b:c + b:d + c:d + a:b:d + a:c:d + b:c:d" },
        { "a*b*c*d - (a + b)^2", true, "c + d + a:c + b:c + a:d + b:d + c:d + a:b:c + a:b:d + a:c:d + b:c:d + a:b:c:d" },
        { "(Days + grp + z)^2 - z:grp", true, "Days + grp + z + Days:grp + Days:z" },
        { "sin(2 * pi * Time) + cos(2 * pi * Time)", true, "sin(2 * pi * Time) + cos(2 * pi * Time)" },
        { "poly(z, 2) * g", true, "poly(z, 2) + g + poly(z, 2):g" },
        { "scale(Days)*(I((temp - 200)/10) + w)", true, "scale(Days) + I((temp - 200)/10) + w + scale(Days):I((temp - 200)/10) + scale(Days):w" },
        { "+a + +b", true, "a + b" },
        { "a - -1", true, "a" },
        { "a - (1 - 1)", true, "a" },
        { "((a))", true, "a" },
        { "c:b:a + a:b + b", true, "b + b:a + c:b:a" },
        { "offset(log(e)) + a*b", true, "a + b + a:b" },
        { "(a + b) - b:a", true, "a + b" },
        { "a*b^2", true, "a + b + a:b" },
        { "(a:b)^2 + c", true, "c + a:b" },
        { "(a + b:c)^2", true, "a + b:c + a:b:c" },
        { "(a %in% b)/c", true, "a:b + a:b:c" },
        { "a == 1 + b", true, "a == 1 + b" },
        { "a:b %in% c", true, "a:b:c" },
        { "(a - b) * c", true, "a + c + a:c" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Terms_are_those_of_R(string right, bool hasIntercept, string labels)
    {
        ModelTerms terms = Expanding.Terms("~ " + right);

        Assert.Equal(hasIntercept, terms.HasIntercept);
        Assert.Equal(labels, string.Join(" + ", terms.Fixed));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Expanding_the_expanded_formula_changes_nothing(string right, bool hasIntercept, string labels)
    {
        ModelTerms once = Expanding.Terms("~ " + right);
        string printed = $"~ {(hasIntercept ? 1 : 0)}" + string.Concat(once.Fixed.Select(term => $" + ({term})"));

        ModelTerms again = Expanding.Terms(printed);

        Assert.Equal(hasIntercept, again.HasIntercept);
        Assert.Equal(labels.Length > 0, again.Fixed.Length > 0);
        Assert.Equal(once.Fixed.Select(Expanding.AsSet), again.Fixed.Select(Expanding.AsSet));
    }
}
