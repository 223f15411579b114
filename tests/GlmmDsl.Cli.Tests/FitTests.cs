using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

public sealed class FitTests
{
    private const string Sleepstudy = "Reaction ~ Days + (Days | Subject)";

    [Fact]
    public void Without_json_the_summary_is_written()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", Glmm.Reference("sleepstudy"), Sleepstudy);

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.StartsWith("Linear mixed model fit by REML\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("z: approximate", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Json_is_one_object_whatever_the_culture(string culture)
    {
        JsonElement json = Json(Glmm.RunUnder(culture, "fit", Glmm.Reference("sleepstudy"), Sleepstudy, "--json", "--at", "theta=1,0,1", "--at", "theta=0.5,0,0.25"));

        Assert.Equal(1743.6282719584906, json.GetProperty("REMLcrit").GetDouble(), 6);
        Assert.Equal(1773.6803306160002, json.GetProperty("objectiveAt")[0].GetDouble(), 6);
        Assert.Equal(2, json.GetProperty("objectiveAt").GetArrayLength());
    }

    [Fact]
    public void Maximum_likelihood_is_asked_for_by_an_option()
    {
        JsonElement json = Json(Glmm.Run("fit", "--ml", "--json", Glmm.Reference("sleepstudy"), Sleepstudy, "--family", "gaussian", "--link", "identity"));

        Assert.Equal(JsonValueKind.Null, json.GetProperty("REMLcrit").ValueKind);
        Assert.Equal(1751.939344, json.GetProperty("minus2LogLik").GetDouble(), 4);
    }

    [Fact]
    public void Generalised_models_are_fitted_by_family_link_and_approximation()
    {
        string[] fit = ["fit", Glmm.Reference("cbpp"), "cbind(incidence, size - incidence) ~ period + (1 | herd)", "--factor", "period", "--json"];

        JsonElement laplace = Json(Glmm.Run([.. fit, "--family", "binomial"]));
        JsonElement byLink = Json(Glmm.Run([.. fit, "--link", "logit"]));
        JsonElement probit = Json(Glmm.Run([.. fit, "--link", "probit", "--information", "expected"]));
        JsonElement nodes = Json(Glmm.Run([.. fit, "--family", "binomial", "--agq", "9", "--at", "theta=0.6;beta=-1.4,-1,-1.1,-1.6"]));
        JsonElement fast = Json(Glmm.Run([.. fit, "--family", "binomial", "--fast"]));

        Assert.Equal(184.0531, laplace.GetProperty("minus2LogLik").GetDouble(), 3);
        Assert.Equal(1, laplace.GetProperty("sigma").GetDouble());
        Assert.Equal(4, laplace.GetProperty("vcovRX").GetArrayLength());
        Assert.Equal(laplace.GetRawText(), byLink.GetRawText());
        Assert.Equal(185.24, probit.GetProperty("minus2LogLik").GetDouble(), 1);
        Assert.NotEqual(laplace.GetProperty("beta")[0].GetDouble(), nodes.GetProperty("beta")[0].GetDouble(), 4);
        Assert.Equal(1, nodes.GetProperty("objectiveAt").GetArrayLength());
        Assert.InRange(fast.GetProperty("minus2LogLik").GetDouble() - laplace.GetProperty("minus2LogLik").GetDouble(), 1e-6, 0.1);
    }

    [Fact]
    public void Weights_of_a_proportion_are_its_trials()
    {
        string file = Glmm.Reference("cbpp");

        JsonElement proportion = Json(Glmm.Run("fit", file, "prop ~ period + (1 | herd)", "--family", "binomial", "--weights", "size", "--json"));
        JsonElement counts = Json(Glmm.Run("fit", file, "cbind(incidence, size - incidence) ~ period + (1 | herd)", "--family", "binomial", "--json"));

        Assert.Equal(counts.GetProperty("logLik").GetDouble(), proportion.GetProperty("logLik").GetDouble(), 9);
    }

    [Fact]
    public void A_prior_keeps_the_estimates_of_separated_data_finite()
    {
        using var file = new CsvFile("y,f,x,g\n0,p,1,a\n1,p,3,a\n0,p,3,b\n1,p,1,b\n0,p,2,c\n1,q,1,a\n1,q,2,b\n1,q,3,c\n1,q,2,c\n");
        string[] fit = ["fit", file.FilePath, "y ~ f + x + (1 | g)", "--family", "binomial", "--json"];

        JsonElement free = Json(Glmm.Run(fit), code: 3);
        JsonElement held = Json(Glmm.Run([.. fit, "--prior-sd", "2.5"]));

        Assert.False(free.GetProperty("converged").GetBoolean());
        Assert.Contains("--prior-sd", free.GetProperty("notices").ToString(), StringComparison.Ordinal);
        Assert.True(held.GetProperty("converged").GetBoolean());
        Assert.InRange(held.GetProperty("beta")[1].GetDouble(), 1, 6);
        Assert.Equal(JsonValueKind.Null, held.GetProperty("AIC").ValueKind);
    }

    [Fact]
    public void The_criterion_at_a_point_stands_below_the_summary()
    {
        Glmm.Outcome outcome = Glmm.Run("fit", Glmm.Reference("sleepstudy"), Sleepstudy, "--at", "theta=1,0,1");

        Assert.Contains("REML criterion at theta = (1, 0, 1): 1773.68033", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_missing_values_are_left_out_with_a_notice_and_columns_that_are_not_used_do_not_count()
    {
        using var file = new CsvFile("y,x,g,other\n1,1,a,\n2,,a,\n3,2,b,\n4,5,b,\n3,1,c,odd\n5,4,c,\n");

        JsonElement json = Json(Glmm.Run("fit", file.FilePath, "y ~ x + (1 | g)", "--json"));

        Assert.Equal(5, json.GetProperty("nobs").GetInt32());
        Assert.Contains(json.GetProperty("notices").EnumerateArray(), n => n.GetProperty("id").GetString() == "GLMM506");
    }

    [Theory]
    [InlineData("\ufeff")]
    [InlineData("\r\n")]
    [InlineData("quoted")]
    public void Marks_line_ends_and_quotes_simply_work(string variant)
    {
        string text = variant switch
        {
            "\r\n" => CsvFile.Good.Replace("\n", "\r\n", StringComparison.Ordinal),
            "quoted" => CsvFile.Good.Replace("lo", "\"l,\r\no\"", StringComparison.Ordinal),
            _ => variant + CsvFile.Good,
        };
        using var file = new CsvFile(text);

        Assert.Equal(6, Json(Glmm.Run("fit", file.FilePath, "y ~ f + (1 | g)", "--json")).GetProperty("nobs").GetInt32());
    }

    [Fact]
    public void Levels_are_split_at_the_first_equals_sign_and_quoted_as_in_CSV()
    {
        using var equals = new CsvFile(CsvFile.Good.Replace("lo", "p=q<=r:s", StringComparison.Ordinal));
        using var comma = new CsvFile(CsvFile.Good.Replace("lo", "\"l,o\"", StringComparison.Ordinal));
        using var minus = new CsvFile(CsvFile.Good.Replace("lo", "-1", StringComparison.Ordinal).Replace("hi", "-2", StringComparison.Ordinal));

        Assert.Equal("fp=q<=r:s", SecondColumn(equals, "f=hi,p=q<=r:s"));
        Assert.Equal("fl,o", SecondColumn(comma, "f=hi,\"l,o\""));
        Assert.Equal("f-1", SecondColumn(minus, "f=-2,-1"));

        static string? SecondColumn(CsvFile file, string levels) =>
            Json(Glmm.Run("fit", file.FilePath, "y ~ f + (1 | g)", "--levels", levels, "--json")).GetProperty("xColumns")[1].GetString();
    }

    [Fact]
    public void Ordered_factors_and_contrasts_give_Rs_columns()
    {
        string file = Glmm.Reference("sleepstudy");

        Assert.Equal(["(Intercept)", "grp.L", "grp.Q"], Columns("--ordered", "grp=lo,mid,hi"));
        Assert.Equal(["(Intercept)", "grp1", "grp2"], Columns("--contrasts", "grp=sum"));
        Assert.Equal(["(Intercept)", "grpmid", "grphi"], Columns("--levels", "grp=lo,mid,hi"));

        string[] Columns(params string[] options) =>
            [.. Json(Glmm.Run(["fit", file, "Reaction ~ grp + (1 | Subject)", "--json", .. options])).GetProperty("xColumns").EnumerateArray().Select(e => e.GetString()!)];
    }

    [Fact]
    public void Values_that_look_like_options_are_values()
    {
        using var file = new CsvFile(CsvFile.Good.Replace(",w\n", ",h\n", StringComparison.Ordinal));

        JsonElement minus = Json(Glmm.Run("fit", file.FilePath, "y ~ x + (1 | g)", "--offset", "-h", "--json"));
        JsonElement plain = Json(Glmm.Run("fit", file.FilePath, "y ~ x + (1 | g)", "--offset=0 - h", "--json"));

        Assert.Equal(plain.GetProperty("logLik").GetDouble(), minus.GetProperty("logLik").GetDouble(), 9);
        Assert.Equal(0, Glmm.Run("fit", "--json", "--", file.FilePath, "-y ~ x + (1 | g)").Code);
        Assert.Equal(0, Glmm.Run("fit", file.FilePath, "-y ~ x + (1 | g)").Code);
        Assert.Contains("@", Glmm.Run("fit", file.FilePath, "@" + file.FilePath).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_semicolons_and_decimal_commas_is_read_as_told()
    {
        using var file = new CsvFile(CsvFile.Good.Replace(",", ";", StringComparison.Ordinal).Replace(".", ",", StringComparison.Ordinal));
        using var plain = new CsvFile(CsvFile.Good);

        JsonElement json = Json(Glmm.Run("fit", file.FilePath, "y ~ x + (1 | g)", "--sep", ";", "--decimal", ",", "--json"));

        Assert.Equal(Json(Glmm.Run("fit", plain.FilePath, "y ~ x + (1 | g)", "--json")).GetRawText(), json.GetRawText());
    }

    [Fact]
    public void Texts_named_as_missing_are_missing()
    {
        using var file = new CsvFile(CsvFile.Good.Replace("2.9,3", "2.9,none", StringComparison.Ordinal));

        Assert.Equal(5, Json(Glmm.Run("fit", file.FilePath, "y ~ x + (1 | g)", "--na-strings", "none,NA", "--json")).GetProperty("nobs").GetInt32());
    }

    [Fact]
    public void Cancelling_ends_with_130()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Glmm.Outcome outcome = Glmm.Run(source.Token, "fit", Glmm.Reference("sleepstudy"), Sleepstudy);

        Assert.Equal((130, ""), (outcome.Code, outcome.Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("fit", "--help")]
    [InlineData("fit", "a.csv", "-h")]
    public void Help_is_given(params string[] arguments)
    {
        Glmm.Outcome outcome = Glmm.Run(arguments);

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("DATA.csv", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_did_not_converge_is_written_and_ends_with_a_code_of_its_own()
    {
        using var file = new CsvFile("y,x\n0,1\n0,2\n1,3\n1,4\n");
        string[] fit = ["fit", file.FilePath, "y ~ x", "--family", "binomial"];

        Glmm.Outcome summary = Glmm.Run(fit);
        JsonElement json = Json(Glmm.Run([.. fit, "--json"]), code: 3);

        Assert.Equal((3, ""), (summary.Code, summary.Error));
        Assert.Contains("NOT CONVERGED", summary.Output, StringComparison.Ordinal);
        Assert.Equal(["-Inf", "+Inf"], json.GetProperty("betaLimits").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], json.GetProperty("beta").EnumerateArray().Select(e => e.ValueKind));
        Assert.True(json.GetProperty("isSupremum").GetBoolean());
        Assert.Equal(0, Glmm.Run([.. fit, "--prior-sd", "2.5"]).Code);
        Assert.Contains("3 it did not", Glmm.Run("fit", "--help").Output, StringComparison.Ordinal);
    }

    private static JsonElement Json(Glmm.Outcome outcome, int code = 0)
    {
        Assert.True(outcome.Code == code, outcome.Error);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }

    /// <summary>performance: icc(m) .7220 and .5215 unadjusted, r2(m) .2786 and .7992, m of sleepstudy by REML.</summary>
    [Fact]
    public void Shares_of_variance_are_printed_where_they_are_asked_for()
    {
        string[] fit = ["fit", Glmm.Reference("sleepstudy"), "Reaction ~ Days + (Days | Subject)"];

        string output = Glmm.Run([.. fit, "--shares"]).Output;
        Assert.EndsWith("\nIntraclass correlation: adjusted 0.722, unadjusted 0.521\nR2: marginal 0.279, conditional 0.799\n", output, StringComparison.Ordinal);
        Assert.Contains("\nVariance on the scale of the linear predictor:\n               Variance Share\nFixed effects ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Intraclass", Glmm.Run(fit).Output, StringComparison.Ordinal);
    }

    /// <summary>lmer(Yield ~ 1 + (1 | Batch), Dyestuff): 1764.05 / (1764.05 + 2451.25) = .41849, five rows a batch, so 1 + 4 × .41849.</summary>
    [Fact]
    public void The_design_effect_of_a_random_intercept_is_printed_with_them_and_stands_in_json()
    {
        string[] fit = ["fit", Glmm.Reference("Dyestuff"), "Yield ~ 1 + (1 | Batch)"];

        Assert.EndsWith(
            "\nDesign effect 2.674 (the variance of a mean, relative to that of independent rows)\n", Glmm.Run([.. fit, "--shares"]).Output, StringComparison.Ordinal);
        Assert.Equal(2.67394988, Json(Glmm.Run([.. fit, "--json"])).GetProperty("designEffect").GetDouble(), 1e-6);
    }
}
