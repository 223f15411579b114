namespace GlmmDsl.Cli.Tests;

/// <summary>Bad input gives exit code 2, nothing on standard output, and one line on standard error that names the place and the remedy.</summary>
public sealed class BadInputTests
{
    private const string Formula = "y ~ x + (1 | g)";

    // What is changed in the good file, what it becomes, the formula, further options, and what the line must say.
    private static readonly (string Old, string New, string Formula, string[] Options, string[] Says)[] Mistakes =
    [
        ("", "", "y ~ xx + (1 | g)", [], ["column 5", "'xx'", "did you mean 'x'?"]),
        ("", "", "y ~ logg(x) + (1 | g)", [], ["'logg'", "did you mean 'log'?"]),
        ("", "", "y ~ f + (1 | g)", ["--levels", "f=lo,mid"], ["'f'", "'hi' in row 2 (line 3)", "'lo', 'mid'"]),
        ("", "", Formula, ["--levels", "ff=lo,hi"], ["'ff'", "'f'"]),
        ("2.9,3", "2.9,Inf", Formula, [], ["'x'", "Inf in row 3 (line 4)", "not finite"]),
        ("2.9,3", "2.9,0", "y ~ log(x) + (1 | g)", [], ["log(x)", "row 3 (line 4)", "infinite"]),
        ("2.9,3", "2.9,", Formula, ["--na", "fail"], ["'x'", "row 3 (line 4)", "--na omit"]),
        ("2.9,3,b,lo,1", "2.9,3,b,lo", Formula, [], ["row 3 (line 4)", "4 fields", "5"]),
        ("2.9,3,b", "2.9,3,\"b", Formula, [], ["line 4", "never closed"]),
        ("y,x,g", "y,,g", Formula, [], ["column 2", "blank"]),
        ("g,f,w", "g,x,w", Formula, [], ["'x'", "columns 2, 4"]),
        ("", "", "f ~ x + (1 | g)", [], ["'f'", "not numeric"]),
        ("hi", "lo", "y ~ f + (1 | g)", [], ["'f'", "one level", "'lo'"]),
        ("", "", "y ~ 1 + (1 | g:x)", [], ["'g:x'", "6 levels for 6 rows"]),
        ("", "", "y ~ x + I(x^2) + I(x^3) + I(x^4) + I(x^5) + (1 | g)", [], ["6 rows", "6 coefficients"]),
        ("a,lo,1", "a,lo,-1", Formula, ["--weights", "w"], ["'w'", "-1 in row 1 (line 2)"]),
        ("a,lo,1", "a,lo,Inf", Formula, ["--weights", "w"], ["'w'", "Inf in row 1 (line 2)"]),
        ("", "", Formula, ["--weights", "ww"], ["'ww'", "'w'"]),
        ("", "", Formula, ["--weights", "w:frequency"], ["Frequency", "'w'"]),
        ("", "", "", [], ["expected a formula"]),
        ("", "", "~ x + (1 | g)", [], ["no response"]),
        ("", "", "y ~ 0 + offset(x)", [], ["nothing to estimate"]),
        ("", "", "y ~ x + (1 | g", [], ["column 15", "')'"]),
        ("", "", "y ~ x + ar1(f | g)", [], ["has an intercept", "ar1(0 + f | g)"]),
        ("", "", Formula, ["--offset", "log(x"], ["')'"]),
        ("", "", Formula, ["--offset", "f"], ["offset", "'f'", "factor"]),
        ("", "", Formula, ["--contrasts", "x=sum"], ["'x'", "--factor x"]),
        ("", "", Formula, ["--contrasts", "f=other"], ["treatment, sum, helmert and poly", "'other'"]),
        ("", "", Formula, ["--levels", "f"], ["--levels", "COL=a,b,c"]),
        ("", "", Formula, ["--levels", "f=lo,hi", "--levels", "f=hi,lo"], ["twice", "'f'"]),
        ("", "", Formula, ["--na", "skip"], ["omit or fail", "'skip'"]),
        ("", "", Formula, ["--sep", ";;"], ["one character", "';;'"]),
        ("", "", Formula, ["--decimal", ";"], ["--decimal"]),
        ("", "", Formula, ["--at", "theta=1,2"], ["2 covariance parameters", "g.(Intercept)"]),
        ("", "", Formula, ["--at", "theta=1,x"], ["'x'", "finite number"]),
        ("", "", Formula, ["--at", "1,2"], ["'theta=..'"]),
        ("", "", Formula, ["--at", "theta=1;beta=2,3"], ["'beta='", "linear model", "profiled out"]),
        ("", "", Formula, ["--at"], ["--at needs a value"]),
        ("", "", Formula, ["--at", ""], ["--at needs a value"]),
        ("", "", Formula, ["--sep="], ["--sep needs a value"]),
        ("", "", "y ~ x", ["--at", "theta=1"], ["1 covariance parameters", "no random-effects term"]),
        ("", "", Formula, ["--weights", "w", "--weights", "x"], ["--weights is given twice"]),
        ("", "", Formula, ["--json=yes"], ["--json", "takes no value"]),
        ("", "", Formula, ["--at", "beta=1"], ["'theta=..'", "'beta=1'"]),
        ("", "", Formula, ["--at", "theta=1;theta=2"], ["'theta=..'"]),
        ("", "", Formula, ["--family", "beta"], ["y' is 1.2 in row 1", "between 0 and 1"]),
        ("", "", Formula, ["--family", "binomal"], ["no family 'binomal'", "did you mean 'binomial'?", "gaussian, binomial, poisson"]),
        ("", "", Formula, ["--family", "binomial", "--link", "inverse"], ["'inverse'", "has no link", "logit"]),
        ("", "", Formula, ["--link", "logitt"], ["no link 'logitt'", "did you mean 'logit'?"]),
        ("", "", Formula, ["--family", "poisson", "--link", "logit"], ["poisson", "'logit'", "log, sqrt, identity"]),
        ("", "", Formula, ["--family", "gaussian", "--link", "sqrt"], ["gaussian", "'sqrt'", "identity"]),
        ("", "", Formula, ["--family", "binomial"], ["y is 1.2 in row 1 (line 2)", "0 or 1", "cbind(successes, failures)"]),
        ("", "", Formula, ["--link", "probit"], ["y is 1.2 in row 1 (line 2)", "0 or 1"]),
        ("", "", Formula, ["--family", "poisson"], ["y is 1.2 in row 1 (line 2)", "whole numbers"]),
        ("", "", "g ~ x + (1 | f)", ["--family", "binomial"], ["'g'", "3 levels", "'a', 'b', 'c'"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "poisson"], ["'f'", "not a number"]),
        ("", "", "cbind(x, -w) ~ 1 + (1 | g)", ["--family", "binomial"], ["-w is -1 in row 1 (line 2)", "whole numbers"]),
        ("", "", "I(x / 6) ~ 1 + (1 | g)", ["--family", "binomial"], ["0.16666666666666666 in row 1 (line 2)", "number of trials"]),
        ("", "", "I(x / 6) ~ 1 + (1 | g)", ["--family", "binomial", "--weights", "w"], ["'w' = 1 trials", "not a whole number"]),
        ("", "", "I(x > 0) ~ 1 + (1 | g)", ["--family", "binomial"], ["constant", "every trial succeeded"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--weights", "w:precision"], ["no precision weights", "'w'", "Trials"]),
        ("", "", "w ~ x + (1 | g)", ["--family", "poisson", "--weights", "x:trials"], ["no trials", "'x'", "offset(log(x))"]),
        ("", "", "f ~ x + (1 | g) + (1 | w)", ["--family", "binomial", "--agq", "5"], ["one grouping factor", "has 2", "Laplace"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--agq", "0"], ["--agq", "1 to 100", "'0'"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--agq", "nine"], ["--agq", "'nine'"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--agq", "9", "--fast"], ["--agq and --fast"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--prior-sd", "0"], ["--prior-sd", "positive", "'0'"]),
        ("", "", Formula, ["--prior-sd", "2.5"], ["--prior-sd", "generalised models"]),
        ("", "", "f ~ x + (1 | g)", ["--family", "binomial", "--information", "both"], ["observed or expected", "'both'"]),
        ("", "", "w ~ x + (1 | g)", ["--family", "poisson", "--at", "theta=1;beta=1"], ["1 coefficients", "2: (Intercept), x"]),
        ("", "", Formula, ["--agq", "9"], ["--agq", "generalised models", "--family"]),
        ("", "", Formula, ["--fast"], ["--fast", "generalised models"]),
        ("", "", Formula, ["--information", "expected"], ["--information", "generalised models"]),
        ("", "", Formula, ["--zi", "~1"], ["--zi", "gaussian", "no zero inflation"]),
        ("", "", "w ~ x + (1 | g)", ["--disp", "~ 0"], ["--disp", "has no terms", "~ 1"]),
        ("", "", "w ~ x + (1 | g)", ["--family", "poisson", "--disp", "~x"], ["--disp", "poisson", "no dispersion"]),
        ("", "", "w ~ x + (1 | g)", ["--family", "poisson", "--zi", "w ~ x"], ["--zi", "response", "'~ x'"]),
        ("", "", "w ~ x + (1 | g)", ["--family", "poisson", "--zi", "~ xx"], ["'xx'", "did you mean 'x'?"]),
        ("", "", "y ~ x + (1 | g)", ["--family", "t", "--information", "expected"], ["--information", "not available"]),
        ("", "", Formula, ["--jsn"], ["'--jsn'", "did you mean --json?"]),
    ];

    private static readonly string[] Cultures = ["", "de-DE", "tr-TR"];

    public static TheoryData<int, string> MistakesUnderCultures()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Mistakes.Length; i++)
        {
            foreach (string culture in Cultures)
            {
                data.Add(i, culture);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(MistakesUnderCultures))]
    public void A_mistake_is_named_with_its_place_and_remedy(int index, string culture)
    {
        (string old, string replacement, string formula, string[] options, string[] says) = Mistakes[index];
        string text = old.Length == 0 ? CsvFile.Good : CsvFile.Good.Replace(old, replacement, StringComparison.Ordinal);
        using var file = new CsvFile(text);

        Glmm.Outcome outcome = Glmm.RunUnder(culture, ["fit", file.FilePath, formula, .. options]);

        AssertRefused(outcome, says);
        foreach (string row in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            Assert.DoesNotContain(row, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("y,x,g\n", "no rows")]
    [InlineData("y;x;g\n1;2;a\n2;1;b\n", "--sep ';'")]
    [InlineData("y\tx\tg\n1\t2\ta\n", "--sep")]
    [InlineData("y,x,g\n1,1,a\n1,2,a\n1,3,b\n1,4,b\n", "constant")]
    [InlineData("y,x,g\n1,1,a\n2,2,a\n1,3,a\n2,4,a\n", "one level")]
    [InlineData("y,x,g\n\"1,5\",1,a\n\"2,5\",2,a\n\"1,0\",3,b\n\"2,1\",4,b\n", "--decimal")]
    [InlineData("\0\u0001\u0002", "not a text file")]
    [InlineData("y,x,g\n,,\n,,\n", "")]
    public void A_file_that_cannot_be_fitted_is_refused(string text, string says)
    {
        using var file = new CsvFile(text);

        AssertRefused(Glmm.Run("fit", file.FilePath, Formula), [says]);
    }

    [Fact]
    public void Text_in_a_column_of_numbers_is_shown_with_its_row_and_cut()
    {
        string tail = new('z', 500);
        string rows = string.Concat(Enumerable.Range(1, 40).Select(i => FormattableString.Invariant($"{i % 7},{(i == 17 ? tail : i.ToString(System.Globalization.CultureInfo.InvariantCulture))},{"abcd"[i % 4]}\n")));
        using var file = new CsvFile("y,x,g\n" + rows);

        Glmm.Outcome outcome = Glmm.Run("fit", file.FilePath, Formula);

        AssertRefused(outcome, ["'x'", "row 17 (line 18)", "--factor x", "--na-strings", tail[..40] + "…"]);
        Assert.DoesNotContain(tail[..41], outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        AssertRefused(Glmm.Run("fit", "nowhere.csv", Formula), ["'nowhere.csv'"]);
        AssertRefused(Glmm.Run("fit", Path.GetTempPath(), Formula), ["folder"]);
    }

    [Theory]
    [InlineData("glmm fit DATA.csv FORMULA")]
    [InlineData("'fits'", "fits")]
    [InlineData("FORMULA is missing", "fit", "a.csv")]
    [InlineData("quotes", "fit", "a.csv", "y", "~", "x")]
    [InlineData("'--json'", "--json")]
    public void A_command_line_that_cannot_be_understood_is_refused(string says, params string[] arguments) =>
        AssertRefused(Glmm.Run(arguments), [says]);

    private static void AssertRefused(Glmm.Outcome outcome, string[] says)
    {
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(says, part => Assert.Contains(part, outcome.Error, StringComparison.Ordinal));
    }
}
