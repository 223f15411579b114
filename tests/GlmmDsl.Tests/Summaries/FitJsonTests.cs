using System.Globalization;
using System.Text.Json;

namespace GlmmDsl.Tests.Summaries;

public sealed class FitJsonTests
{
    private static readonly string[] Keys =
    [
        "formula", "family", "link", "method", "levels", "nobs", "npar", "dfResid", "ngroups", "logLik", "minus2LogLik", "REMLcrit", "AIC", "BIC", "xColumns", "beta", "se", "vcov",
        "droppedColumns", "theta", "thetaNames", "sigma", "varCorr", "icc", "r2", "designEffect", "ranef", "fitted", "rss", "objectiveAt", "isSingular", "verdict",
        "converged", "notices", "evaluations", "gradients", "gradientMaxAbs",
    ];

    private static JsonElement Parse(MixedModelFit fit, params double[][] points) => JsonDocument.Parse(fit.ToJson(points.Select(p => new CriterionPoint(p)))).RootElement;

    [Fact]
    public void The_object_has_the_contracts_keys() =>
        Assert.Equal(Keys, Parse(Fits.Sleepstudy).EnumerateObject().Select(p => p.Name));

    [Fact]
    public void A_generalised_model_also_has_the_covariance_given_theta()
    {
        JsonElement json = Parse(Fits.Cbpp);

        Assert.Equal([.. Keys.Append("vcovRX").Append("information").Order()], json.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(1, json.GetProperty("sigma").GetDouble());
        Assert.Equal(56 - 5, json.GetProperty("dfResid").GetInt32());
    }

    [Fact]
    public void The_model_is_named_by_formula_family_link_method_and_levels()
    {
        JsonElement cbpp = Parse(Fits.Cbpp);
        JsonElement small = Parse(MixedModel.Fit("y ~ x + g", Fits.Small(), new FitOptions { Method = FitMethod.Ml }));

        Assert.Equal("cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)", cbpp.GetProperty("formula").GetString());
        Assert.Equal(("binomial", "logit", "Laplace"), (cbpp.GetProperty("family").GetString(), cbpp.GetProperty("link").GetString(), cbpp.GetProperty("method").GetString()));
        Assert.Equal(["1", "2", "3", "4"], cbpp.GetProperty("levels").GetProperty("factor(period)").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(("gaussian", "identity", "ML"), (small.GetProperty("family").GetString(), small.GetProperty("link").GetString(), small.GetProperty("method").GetString()));
        Assert.Equal(["a", "b", "c"], small.GetProperty("levels").GetProperty("g").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("REML", Parse(Fits.Sleepstudy).GetProperty("method").GetString());
    }

    [Fact]
    public void A_serialised_fit_is_its_JSON()
    {
        Assert.Equal(Fits.Sleepstudy.ToJson(), JsonSerializer.Serialize(Fits.Sleepstudy));
        Assert.Equal(180, JsonDocument.Parse(JsonSerializer.Serialize(new { Fit = Fits.Sleepstudy }, JsonSerializerOptions.Web)).RootElement.GetProperty("fit").GetProperty("nobs").GetInt32());
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<MixedModelFit>("{}"));
    }

    [Fact]
    public void Numbers_read_back_to_the_same_doubles()
    {
        JsonElement json = Parse(Fits.Sleepstudy, [1, 0, 1]);

        Assert.Equal(Fits.Sleepstudy.Coefficients["Days"].Estimate, json.GetProperty("beta")[1].GetDouble());
        Assert.Equal(Fits.Sleepstudy.Sigma, json.GetProperty("sigma").GetDouble());
        Assert.Equal(Fits.Sleepstudy.CriterionAt(1, 0, 1), json.GetProperty("objectiveAt")[0].GetDouble());
        Assert.Equal(18, json.GetProperty("ranef").GetProperty("Subject").GetProperty("values").GetArrayLength());
    }

    [Fact]
    public void A_fit_by_maximum_likelihood_has_no_REML_criterion()
    {
        JsonElement json = Parse(MixedModel.Fit("y ~ x + (1 | g)", Fits.Small(), new FitOptions { Method = FitMethod.Ml }));

        Assert.Equal(JsonValueKind.Null, json.GetProperty("REMLcrit").ValueKind);
        Assert.Equal(-2 * json.GetProperty("logLik").GetDouble(), json.GetProperty("minus2LogLik").GetDouble(), 10);
    }

    [Fact]
    public void Without_random_terms_their_parts_are_empty()
    {
        JsonElement json = Parse(MixedModel.Fit("y ~ x", Fits.Small()));

        Assert.Equal(0, json.GetProperty("theta").GetArrayLength());
        Assert.Equal(0, json.GetProperty("varCorr").GetArrayLength());
        Assert.Empty(json.GetProperty("ranef").EnumerateObject());
        Assert.Empty(json.GetProperty("ngroups").EnumerateObject());
        Assert.False(json.GetProperty("isSingular").GetBoolean());
    }

    [Fact]
    public void What_is_no_number_is_null()
    {
        // The correlation of an effect without variance does not exist.
        string json = MixedModel.Fit("Yield ~ 1 + (1 | Batch)", Fits.Data("Dyestuff2")).ToJson();

        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.Equal("Singular", JsonDocument.Parse(json).RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Dropped_columns_are_listed_apart()
    {
        JsonElement json = Parse(MixedModel.Fit("y ~ x + twice + (1 | g)", Fits.Small()));

        Assert.Equal(["(Intercept)", "x"], json.GetProperty("xColumns").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(["twice"], json.GetProperty("droppedColumns").EnumerateArray().Select(e => e.GetString()));
        Assert.Contains(json.GetProperty("notices").EnumerateArray(), n => n.GetProperty("id").GetString() == "GLMM503");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Text_and_JSON_do_not_depend_on_the_culture(string culture)
    {
        (string json, string text) = (Fits.Sleepstudy.ToJson(), Fits.Sleepstudy.ToString());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            MixedModelFit fit = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Fits.Data("sleepstudy"));

            Assert.Equal(json, fit.ToJson());
            Assert.Equal(text, fit.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
