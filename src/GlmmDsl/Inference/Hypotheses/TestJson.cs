using System.Text.Json;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>Tests of fixed effects as the command line's JSON object.</summary>
internal static class TestJson
{
    /// <summary>Writes the object.</summary>
    /// <param name="method">The method.</param>
    /// <param name="coefficients">The tests of the kept coefficients.</param>
    /// <param name="terms">The tests of terms, by type.</param>
    /// <param name="names">The names of the kept coefficients.</param>
    public static string Of(
        FixedEffectsMethod method, IEnumerable<CoefficientTest> coefficients, IEnumerable<(TestType Type, IEnumerable<FTest> Tests)> terms, IReadOnlyList<string> names) => JsonObject.Write(json =>
    {
        json.WriteString("method", method.Name);
        json.WriteStartArray("coefficients");
        foreach (CoefficientTest test in coefficients)
        {
            Write(json, test);
        }

        json.WriteEndArray();
        json.WriteStartObject("terms");
        foreach ((TestType type, IEnumerable<FTest> tests) in terms)
        {
            json.WriteStartArray(type.ToString());
            foreach (FTest test in tests)
            {
                Write(json, test, "term");
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteTexts("names", names);
        json.WriteMatrix("vcov", names.Count, names.Count, (i, j) => method.Covariance[i, j]);
    });

    /// <summary>One test of terms as an object.</summary>
    private static void Write(Utf8JsonWriter json, FTest test, string name)
    {
        json.WriteStartObject();
        json.WriteString(name, test.Name);
        json.WriteNumber("numDf", test.NumeratorDegreesOfFreedom);
        json.WriteFinite("denDf", test.DenominatorDegreesOfFreedom);
        json.WriteFinite("statistic", test.Statistic);
        json.WriteFinite("p", test.PValue);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CoefficientTest test)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        json.WriteFinite("estimate", test.Estimate);
        json.WriteFinite("se", test.StandardError);
        json.WriteFinite("df", test.DegreesOfFreedom);
        json.WriteFinite("statistic", test.Statistic);
        json.WriteFinite("p", test.PValue);
        json.WriteEndObject();
    }
}
