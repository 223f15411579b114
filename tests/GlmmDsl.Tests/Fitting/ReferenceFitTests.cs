using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.Fitting;

/// <summary>Classic data sets against lme4's recorded results.</summary>
public class ReferenceFitTests
{
    [Theory]
    [InlineData("sleep_ris", "sleepstudy")]
    [InlineData("sleep_ris_ml", "sleepstudy")]
    [InlineData("sleep_uncorr", "sleepstudy")]
    [InlineData("sleep_quad_re", "sleepstudy")]
    [InlineData("dyestuff", "Dyestuff")]
    [InlineData("dyestuff2", "Dyestuff2")]
    [InlineData("pastes_nested", "Pastes")]
    [InlineData("penicillin", "Penicillin")]
    [InlineData("grocery_ml", "grocery")]
    [InlineData("dietox_litter", "dietox")]
    public void Criterion_estimates_and_theta_are_those_recorded(string name, string data)
    {
        string folder = Path.Combine(RepositoryRoot.Path, "tests", "Reference");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases", name + ".json")));
        JsonElement result = document.RootElement.GetProperty("result");
        var options = new FitOptions
        {
            Method = document.RootElement.GetProperty("method").GetString() == "ML" ? FitMethod.Ml : FitMethod.Reml,
            Missing = MissingValues.Omit,
        };
        MixedModelFit fit = MixedModel.Fit(document.RootElement.GetProperty("formula").GetString()!, Table.ReadCsv(Path.Combine(folder, "data", data + ".csv")), options);

        Assert.Equal(result.GetProperty("minus2LogLik").GetDouble(), -2 * fit.LogLikelihood.Value, 1e-5);
        Assert.Equal(result.GetProperty("sigma").GetDouble(), fit.Sigma, 1e-4 * fit.Sigma);
        double[] theta = [.. result.GetProperty("theta").EnumerateArray().Select(t => t.GetDouble())];
        for (int i = 0; i < theta.Length; i++)
        {
            Assert.Equal(theta[i], fit.Theta[i], 1e-3 * Math.Max(0.1, Math.Abs(theta[i])));
        }

        foreach (JsonElement point in result.GetProperty("objectiveAt").EnumerateArray())
        {
            double[] at = [.. point.GetProperty("theta").EnumerateArray().Select(t => t.GetDouble())];
            double value = point.GetProperty("value").GetDouble();
            Assert.Equal(value, fit.CriterionAt(at), 1e-8 * Math.Abs(value));
        }
    }
}
