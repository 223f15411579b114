using System.Text.Json.Nodes;

namespace GlmmDsl.Tests.Fitting.Generalized.Ordinal;

/// <summary>Numbers of a fit that its JSON has.</summary>
internal static class FitNumbers
{
    public static double MinusTwoLogLikelihood(this MixedModelFit fit) => JsonNode.Parse(fit.ToJson())!["minus2LogLik"]!.GetValue<double>();

    public static int ObservationCount(this MixedModelFit fit) => JsonNode.Parse(fit.ToJson())!["nobs"]!.GetValue<int>();
}
