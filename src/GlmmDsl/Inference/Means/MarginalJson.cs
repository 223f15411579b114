using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Means;

/// <summary>Estimates and their comparisons as one JSON object.</summary>
internal static class MarginalJson
{
    /// <summary>The object: <c>means</c> or <c>slopes</c>, and <c>pairs</c> by adjustment.</summary>
    public static string Of(MarginalEstimates estimates, IReadOnlyList<KeyValuePair<string, ContrastTests>> tests, double level) => JsonObject.Write(json =>
    {
        estimates.WriteTo(json, level);
        json.WriteStartObject("pairs");
        foreach ((string name, ContrastTests own) in tests)
        {
            own.WriteTo(json, name, level);
        }

        json.WriteEndObject();
    });
}
