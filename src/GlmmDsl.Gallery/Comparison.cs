using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace GlmmDsl.Gallery;

/// <summary>A table of a fit's numbers beside those of lme4.</summary>
internal static class Comparison
{
    /// <summary>Builds the table: criterion, fixed effects, standard deviations.</summary>
    public static Spectre.Console.Table Of(MixedModelFit fit, JsonNode record)
    {
        var table = new Spectre.Console.Table { Border = TableBorder.Simple };
        table.AddColumn("");
        foreach (string heading in new[] { "GlmmDsl", "lme4", "difference" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        JsonNode mine = JsonNode.Parse(fit.ToJson())!;
        Row(record["REMLcrit"] is null ? "-2 log-likelihood" : "REML criterion", mine["minus2LogLik"]!, record["minus2LogLik"]!);
        for (int i = 0; i < record["beta"]!.AsArray().Count; i++)
        {
            Row((string)record["xColumns"]![i]!, mine["beta"]![i]!, record["beta"]![i]!);
        }

        for (int t = 0; t < record["varCorr"]!.AsArray().Count; t++)
        {
            JsonNode term = record["varCorr"]![t]!;
            for (int i = 0; i < term["names"]!.AsArray().Count; i++)
            {
                Row($"sd {term["group"]} {term["names"]![i]}", mine["varCorr"]![t]!["sd"]![i]!, term["sd"]![i]!);
            }
        }

        if (fit.Family == Family.Gaussian)
        {
            Row("sd Residual", mine["sigma"]!, record["sigma"]!);
        }

        return table;

        void Row(string what, JsonNode ours, JsonNode theirs)
        {
            double a = ours.GetValue<double>(), b = theirs.GetValue<double>();
            table.AddRow(Markup.Escape(what), Text("F6", a), Text("F6", b), Text("0.0E+0", a - b));
        }
    }

    private static string Text(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
