using System.Text.Json.Nodes;
using GlmmDsl.Modeling;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>The results of lme4 or glmmTMB for a model, to compare with a typed fit.</summary>
internal static class ReferenceRecord
{
    /// <summary>Asserts that a fit has the record's columns, estimates, standard errors, residual deviation and criterion.</summary>
    /// <param name="name">The record.</param>
    /// <param name="fit">The typed fit.</param>
    public static void AssertAgrees(string name, TypedFit fit)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "cases", name + ".json");
        JsonNode expected = JsonNode.Parse(File.ReadAllText(file))!["result"]!;
        JsonNode actual = JsonNode.Parse(fit.ToJson())!;
        JsonNode? conditional = expected["components"]?["cond"];
        double[] beta = Numbers(conditional?["estimate"] ?? expected["beta"]), error = Numbers(conditional?["se"] ?? expected["se"]);
        Assert.Equal(Names(conditional?["names"] ?? expected["xColumns"]), fit.Result.Coefficients.Select(c => c.Name));
        foreach ((Coefficient coefficient, int i) in fit.Result.Coefficients.Select((c, i) => (c, i)))
        {
            Assert.Equal(beta[i], coefficient.Estimate, 1e-3 * error[i]);
            Assert.Equal(error[i], coefficient.StandardError, 1e-3 * error[i]);
        }

        double sigma = (double)expected["sigma"]!, criterion = (double?)expected["minus2LogLik"] ?? -2 * (double)expected["logLik"]!;
        Assert.Equal(sigma, (double)actual["sigma"]!, 1e-4 * sigma);
        Assert.Equal(criterion, (double)actual["minus2LogLik"]!, 1e-4);
    }

    private static double[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(v => (double)v!)];

    private static string[] Names(JsonNode? list) => [.. list!.AsArray().Select(v => (string)v!)];
}
