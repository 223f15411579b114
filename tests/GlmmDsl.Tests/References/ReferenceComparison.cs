using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GlmmDsl.Tests.References;

/// <summary>
/// Compares a fit's JSON with R's record. The criterion is one-sided (lower is better and fine); estimates are held to 1e-4 of a standard
/// error, where R's own gradient at its optimum is below 1e-3, else to 1e-3; of generalised models, whose optimum and curvature lme4 finds by
/// differences, to 2e-3 and standard errors to 5e-3 of themselves.
/// </summary>
internal static partial class ReferenceComparison
{
    /// <summary>What does not hold, in words; empty when all does.</summary>
    public static List<string> Differences(ReferenceCase reference, JsonNode fit)
    {
        var differences = new List<string>();
        JsonNode r = reference.Result;
        double part = !reference.IsLinear ? 2e-3 : Number(r["gradientMaxAbs"]) < 1e-3 ? 1e-4 : 1e-3;
        double partOfErrors = reference.IsLinear ? part : 5e-3;
        double sigma = Number(r["sigma"]);

        foreach (string key in new[] { "nobs", "npar", "dfResid" })
        {
            Same(key, fit[key]!.ToString(), r[key]!.ToString());
        }

        string[] names = Texts(fit["xColumns"]), expected = Texts(r["xColumns"]);
        Same("xColumns", string.Join(' ', names.Order()), string.Join(' ', expected.Order()));
        Same("droppedColumns", string.Join(' ', Texts(fit["droppedColumns"]).Order()), string.Join(' ', Texts(r["droppedColumns"]).Order()));
        if (differences.Count > 0)
        {
            return differences;
        }

        double criterion = -2 * Number(r["logLik"]), mine = Number(fit["minus2LogLik"]);
        double tolerance = Math.Min(1e-6 * Math.Max(1, Math.Abs(criterion)), 5e-3) + (reference.IsLinear ? 0 : 1e-4);
        if (!reference.HasLevel)
        {
            criterion = mine;
        }

        if (!(mine - criterion <= tolerance) || mine - criterion < -10 * tolerance)
        {
            differences.Add($"criterion {mine:R} for {criterion:R}");
        }

        Near("AIC", Number(fit["AIC"]), mine + (2 * Number(r["npar"])), tolerance);
        Near("BIC", Number(fit["BIC"]), mine + (Math.Log(Number(r["nobs"])) * Number(r["npar"])), tolerance);
        Near("sigma", Number(fit["sigma"]), sigma, part * sigma);
        Same("isSingular", (string)fit["isSingular"]!.ToString(), IsUnidentified(reference) ? fit["isSingular"]!.ToString() : r["isSingular"]!.ToString());
        for (int i = 0; i < expected.Length; i++)
        {
            int j = Array.IndexOf(names, expected[i]);
            double se = Number(r["se"]![i]);
            Near("beta " + expected[i], Number(fit["beta"]![j]), Number(r["beta"]![i]), part * se);
            Near("se " + expected[i], Number(fit["se"]![j]), se, partOfErrors * se);
            for (int k = 0; k < expected.Length; k++)
            {
                int l = Array.IndexOf(names, expected[k]);
                Near($"vcov {expected[i]},{expected[k]}", Number(fit["vcov"]![j]![l]), Number(r["vcov"]![i]![k]), 2 * partOfErrors * se * Number(r["se"]![k]));
                if (r["vcovRX"] is { } conditional && !reference.IsLinear)
                {
                    Near($"vcovRX {expected[i]},{expected[k]}", Number(fit["vcovRX"]![j]![l]), Number(conditional[i]![k]), 2 * part * se * Number(r["se"]![k]));
                }
            }
        }

        VarianceComponents();
        if (!IsUnidentified(reference))
        {
            RandomEffects();
        }

        for (int i = 0; i < r["fitted"]!["first"]!.AsArray().Count; i++)
        {
            double value = Number(r["fitted"]!["first"]![i]);
            Near($"fitted {i}", Number(fit["fitted"]!["first"]![i]), value, part * (reference.IsLinear ? Math.Max(sigma, Math.Abs(value)) : 5 * Math.Abs(value)));
        }

        Near("rss", Number(fit["rss"]), Number(r["rss"]), part * Number(r["rss"]));
        return differences;

        void VarianceComponents()
        {
            foreach (JsonNode? v in r["varCorr"]!.AsArray())
            {
                string[] columns = Texts(v!["names"]);
                JsonNode? w = fit["varCorr"]!.AsArray().FirstOrDefault(x =>
                    Group((string)x!["group"]!) == Group((string)v["group"]!) && Texts(x["names"]).Order().SequenceEqual(columns.Order()));
                if (w is null)
                {
                    differences.Add($"no variance component {v["group"]} {string.Join(' ', columns)}");
                    continue;
                }

                int[] at = [.. columns.Select(c => Array.IndexOf(Texts(w["names"]), c))];
                for (int i = 0; i < columns.Length; i++)
                {
                    double sd = Number(v["sd"]![i]);
                    Near($"sd {v["group"]}/{columns[i]}", Number(w["sd"]![at[i]]), sd, (2 * part * sd) + (sd < 1e-3 * sigma ? 2e-4 * sigma : 0));
                    for (int j = 0; j < i && v["corr"] is not null && !IsUnidentified(reference); j++)
                    {
                        if (Math.Min(sd, Number(v["sd"]![j])) > 1e-3 * sigma)
                        {
                            Near($"corr {v["group"]}/{columns[i]},{columns[j]}", Number(w["corr"]![at[i]]![at[j]]), Number(v["corr"]![i]![j]), 5 * part);
                        }
                    }
                }
            }
        }

        void RandomEffects()
        {
            foreach ((string group, JsonNode? v) in r["ranef"]!.AsObject())
            {
                JsonNode w = fit["ranef"]!.AsObject().First(x => Group(x.Key) == Group(group)).Value!;
                string[] levels = Texts(w["levels"]), terms = Texts(w["terms"]);
                foreach (string what in new[] { "values", "condSD" })
                {
                    for (int t = 0; t < v!["terms"]!.AsArray().Count; t++)
                    {
                        JsonArray recorded = v[what]!.AsArray();
                        double scale = recorded.Max(x => Math.Abs(Number(x![t])));
                        double bound = (3 * part * scale) + (scale < 1e-3 * sigma ? 2e-4 * sigma : 0);
                        int column = Array.IndexOf(terms, Squeeze((string)v["terms"]![t]!));
                        for (int l = 0; l < recorded.Count; l++)
                        {
                            string level = (string)v["levels"]![l]!;
                            int row = Array.IndexOf(levels, Squeeze(level));
                            Near($"{what} of {group}[{level}]", Number(w[what]![row]![column]), Number(recorded[l]![t]), bound);
                        }
                    }
                }
            }
        }

        void Same(string what, string actual, string wanted)
        {
            if (actual != wanted)
            {
                differences.Add($"{what}: {actual} for {wanted}");
            }
        }

        void Near(string what, double actual, double wanted, double within)
        {
            if (!(Math.Abs(actual - wanted) <= within))
            {
                differences.Add($"{what}: {actual:R} for {wanted:R}");
            }
        }
    }

    /// <summary>The criterion at the recorded points, 1e-8 relative; 1e-6 for generalised models, whose inner problem lme4 solves that far.</summary>
    public static List<string> DifferencesAt(ReferenceCase reference, Func<CriterionPoint, double> criterion)
    {
        var differences = new List<string>();
        double tolerance = reference.IsLinear ? 1e-8 : 1e-6;
        double? constant = reference.HasLevel ? 0 : null;
        foreach ((CriterionPoint point, double value) in reference.Points())
        {
            double mine = criterion(point);
            if (point.Beta is not null)
            {
                constant ??= mine - value;
                mine -= constant.Value;
            }

            if (!(Math.Abs(mine - value) <= tolerance * Math.Max(1, Math.Abs(value))))
            {
                differences.Add($"criterion at {string.Join(' ', point.Theta)}: {mine:R} for {value:R}");
            }
        }

        return differences;
    }

    // ortho_sexslope: each subject has one Sex, so correlation and the other Sex's modes are arbitrary.
    private static bool IsUnidentified(ReferenceCase reference) => reference.Id == "ortho_sexslope";

    private static double Number(JsonNode? node) => node is null ? double.NaN : node.GetValue<double>();

    private static string[] Texts(JsonNode? node) => [.. node!.AsArray().Select(x => Squeeze((string)x!))];

    private static string Squeeze(string name) => name.Replace(" ", "", StringComparison.Ordinal);

    // gen:(popu:reg) is gen:popu:reg, Subject.1 is Subject.
    private static string Group(string name) => TrailingNumber().Replace(name.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), "");

    [GeneratedRegex(@"\.\d+$")]
    private static partial Regex TrailingNumber();
}
