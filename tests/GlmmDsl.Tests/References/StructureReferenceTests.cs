using System.Text.Json.Nodes;

namespace GlmmDsl.Tests.References;

/// <summary>
/// Models with <c>cs homcs ar1 hetar1 toep homtoep homdiag</c> terms. The record is the best fit that a dense likelihood, or glmmTMB from several starts, found; glmmTMB itself
/// stops in a worse basin in some of them.
/// </summary>
public sealed class StructureReferenceTests
{
    public static TheoryData<string> Cases() => [.. StructureCase.Ids()];

    public static TheoryData<string> CasesWithPoints() => [.. StructureCase.Ids().Where(id => StructureCase.Load(id).Points().Any())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_criterion_is_no_worse_than_the_best_that_was_found(string id)
    {
        StructureCase reference = StructureCase.Load(id);
        MixedModelFit fit = reference.Fit();
        double expected = (double)reference.Result["minus2LogLik"]!, mine = -2 * fit.LogLikelihood.Value;

        Assert.Equal((int)reference.Result["nobs"]!, fit.RowCount);
        Assert.Equal((int)reference.Result["npar"]!, fit.ParameterCount);
        Assert.True(mine - expected <= 1e-5, FormattableString.Invariant($"{mine:R} is worse than {expected:R} by {mine - expected:E2}, {fit.Verdict}, {fit.Evaluations} evaluations"));
        Assert.True(mine - expected >= -1e-4, FormattableString.Invariant($"{mine:R} is lower than {expected:R} by {expected - mine:E2}: the record is no optimum"));
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Estimates_errors_and_fitted_values_are_those_recorded(string id)
    {
        StructureCase reference = StructureCase.Load(id);
        JsonNode fit = JsonNode.Parse(reference.Fit().ToJson())!, r = reference.Result;
        var differences = new List<string>();
        double part = reference.IsFlat ? 5e-3 : reference.IsLinear ? 2e-4 : 2e-3;

        string[] columns = Texts(r["xColumns"]), mine = Texts(fit["xColumns"]);
        Assert.Equal(columns.Order(), mine.Order());
        double[] beta = StructureCase.Numbers(r["beta"]), errors = StructureCase.Numbers(r["se"]);
        for (int i = 0; i < columns.Length; i++)
        {
            int at = Array.IndexOf(mine, columns[i]);
            Near(columns[i], fit["beta"]![at], beta[i], part * errors[i]);
            Near("se " + columns[i], fit["se"]![at], errors[i], (reference.IsLinear ? part : 5e-3) * errors[i]);
        }

        if (r["zi"] is { } inflation)
        {
            JsonNode zi = fit["components"]!["zi"]!;
            double[] estimates = StructureCase.Numbers(inflation["estimate"]), theirs = StructureCase.Numbers(inflation["se"]);
            for (int i = 0; i < estimates.Length; i++)
            {
                Near("zi " + i, zi["estimate"]![i], estimates[i], part * theirs[i]);
                Near("zi se " + i, zi["se"]![i], theirs[i], 5e-3 * theirs[i]);
            }
        }

        Variances();
        if (r["fitted"] is { } fitted)
        {
            double[] first = StructureCase.Numbers(fitted["first"]);
            for (int i = 0; i < first.Length; i++)
            {
                Near($"fitted {i}", fit["fitted"]!["first"]![i], first[i], (reference.IsFlat ? 0.05 : 5 * part) * Math.Max(Math.Abs(first[i]), reference.IsLinear ? (double)r["sigma"]! : 0));
            }
        }

        if (!reference.IsFlat)
        {
            Modes();
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Take(10)));

        void Variances()
        {
            double residual = reference.IsLinear ? Math.Pow((double)r["sigma"]!, 2) : 0, mineResidual = reference.IsLinear ? Math.Pow((double)fit["sigma"]!, 2) : 0, scale = reference.IsLinear ? residual : 1;
            if (!reference.IsFlat && r["sigma"] is { } sigma)
            {
                Near("sigma", fit["sigma"], (double)sigma!, 5 * part * (double)sigma!);
            }

            foreach (JsonNode? v in r["varCorr"]!.AsArray())
            {
                string[] names = Texts(v!["names"]);
                string component = (string?)v["component"] ?? "cond";
                JsonNode w = fit["varCorr"]!.AsArray().First(x =>
                    Squeeze((string)x!["group"]!) == Squeeze((string)v["group"]!) && ((string?)x["component"] ?? "cond") == component && Texts(x["names"]).SequenceEqual(names))!;
                for (int i = 0; i < names.Length; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        double size = (double)v["sd"]![i]! * (double)v["sd"]![j]!, mineSize = (double)w["sd"]![i]! * (double)w["sd"]![j]!;
                        double correlation = (double)v["corr"]![i]![j]!, mineCorrelation = w["corr"]![i]![j] is { } c ? (double)c! : 0;
                        if (reference.IsFlat)
                        {
                            Near($"covariance {i},{j}", (mineSize * mineCorrelation) + (i == j ? mineResidual : 0), (size * correlation) + (i == j ? residual : 0), 4 * part * (size + residual));
                        }
                        else
                        {
                            // A variance of nearly nothing: the criterion is flat there.
                            Near($"covariance {names[i]},{names[j]}", mineSize, size, (8 * part * size) + (size < 1e-3 * scale ? 1e-3 * scale : 0));
                            if (size >= 1e-3 * scale)
                            {
                                Near($"correlation {names[i]},{names[j]}", mineCorrelation, correlation, 5 * part);
                            }
                        }
                    }
                }
            }
        }

        void Modes()
        {
            foreach (JsonNode? v in r["modes"]!.AsArray())
            {
                JsonNode w = fit["ranef"]!.AsObject().First(x => Squeeze(x.Key) == Squeeze((string)v!["group"]!)).Value!;
                string[] levels = Texts(w["levels"]), terms = Texts(w["terms"]), names = Texts(v!["terms"]), theirs = Texts(v["levels"]);
                double scale = Math.Max(v["values"]!.AsArray().SelectMany(StructureCase.Numbers).Max(Math.Abs), reference.IsLinear ? 0.1 * (double)r["sigma"]! : 0.1);
                for (int l = 0; l < theirs.Length; l++)
                {
                    for (int t = 0; t < names.Length; t++)
                    {
                        int row = Array.FindIndex(levels, x => Level(x) == Level(theirs[l]));
                        Near($"mode of {names[t]} in {theirs[l]}", w["values"]![row]![Array.IndexOf(terms, names[t])], (double)v["values"]![l]![t]!, 5 * part * scale);
                    }
                }
            }
        }

        void Near(string what, JsonNode? actual, double wanted, double within)
        {
            double value = actual is null ? double.NaN : (double)actual!;
            if (!(Math.Abs(value - wanted) <= within))
            {
                differences.Add(FormattableString.Invariant($"{what}: {value:R} for {wanted:R}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(CasesWithPoints))]
    public void The_criterion_at_given_covariances_is_the_dense_formulas(string id)
    {
        StructureCase reference = StructureCase.Load(id);
        MixedModelFit fit = reference.Fit();
        foreach ((string name, CriterionPoint point, double value) in reference.Points())
        {
            double mine = fit.CriterionAt(point);
            Assert.True(Math.Abs(mine - value) <= (reference.IsLinear ? 1e-8 : 1e-6) * Math.Max(1, Math.Abs(value)), FormattableString.Invariant($"{name}: {mine:R} for {value:R}"));
        }
    }

    private static string Squeeze(string name) => name.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The level of an interaction, whichever way round it is written.</summary>
    private static string Level(string name) => string.Join(':', name.Split(':').Order(StringComparer.Ordinal));

    private static string[] Texts(JsonNode? node) => [.. node!.AsArray().Select(x => Squeeze((string)x!))];
}
