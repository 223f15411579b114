using System.Text.Json;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference.Strata;

/// <summary>A repeated-measures analysis as the command line's JSON object.</summary>
internal static class RepeatedMeasuresJson
{
    /// <summary>Writes the object.</summary>
    public static string Of(RepeatedMeasuresAnova anova) => JsonObject.Write(json =>
    {
        json.WriteString("formula", anova.Formula);
        json.WriteNumber("subjects", anova.SubjectCount);
        if (!anova.ObservedFactors.IsEmpty)
        {
            json.WriteStartArray("observed");
            foreach (string factor in anova.ObservedFactors)
            {
                json.WriteStringValue(factor);
            }

            json.WriteEndArray();
        }

        Array(json, "univariate", anova.Tests, Write);
        RepeatedMeasuresTest[] within = [.. anova.Tests.Where(t => t.Sphericity is not null)];
        Array(json, "mauchly", within, (j, t) =>
        {
            j.WriteString("term", t.Name);
            j.WriteFinite("W", t.Sphericity!.MauchlyStatistic);
            j.WriteFinite("p", t.Sphericity.MauchlyPValue);
        });
        Array(json, "corrections", within, (j, t) =>
        {
            j.WriteString("term", t.Name);
            j.WriteFinite("ggEps", t.Sphericity!.GreenhouseGeisser);
            j.WriteFinite("ggP", t.Sphericity.GreenhouseGeisserPValue);
            j.WriteFinite("hfEps", t.Sphericity.HuynhFeldt);
            j.WriteFinite("hfP", t.Sphericity.HuynhFeldtPValue);
        });
        Array(json, "strata", anova.Strata, (j, s) =>
        {
            j.WriteString("stratum", s.Name);
            j.WriteFinite("variance", s.VarianceComponent);
            Array(j, "terms", s.Lines, Write);
        });
    });

    private static void Write(Utf8JsonWriter json, RepeatedMeasuresTest test)
    {
        json.WriteString("term", test.Name);
        json.WriteFinite("sumSq", test.SumOfSquares);
        json.WriteNumber("numDf", test.NumeratorDegreesOfFreedom);
        json.WriteFinite("errorSumSq", test.ErrorSumOfSquares);
        json.WriteNumber("denDf", test.DenominatorDegreesOfFreedom);
        json.WriteFinite("statistic", test.Statistic);
        json.WriteFinite("p", test.PValue);
        json.WriteFinite("ges", test.GeneralizedEtaSquared);
        json.WriteFinite("pes", test.PartialEtaSquared);
    }

    private static void Write(Utf8JsonWriter json, StratumLine line)
    {
        json.WriteString("term", line.Name);
        json.WriteNumber("df", line.DegreesOfFreedom);
        json.WriteFinite("sumSq", line.SumOfSquares);
        json.WriteFinite("meanSq", line.MeanSquare);
        json.WriteFinite("statistic", line.Statistic);
        json.WriteFinite("p", line.PValue);
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
