using System.Text.Json.Nodes;

namespace GlmmDsl.Tests.References;

/// <summary>Every model recorded from clmm of R's ordinal, from CSV to JSON. Its standard errors are finite differences.</summary>
public sealed class OrdinalReferenceTests
{
    public static TheoryData<string> Cases() => [.. ReferenceCase.Ids("clmm")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_clmm(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        JsonNode r = reference.Result;
        JsonNode fit = JsonNode.Parse(MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options() with { Information = null, WeightKind = WeightKind.Precision }).ToJson())!;

        Assert.Equal(r["nobs"]!.GetValue<int>(), fit["nobs"]!.GetValue<int>());
        Assert.Equal(r["npar"]!.GetValue<int>(), fit["npar"]!.GetValue<int>());
        double gap = Number(fit["minus2LogLik"]) - Number(r["minus2LogLik"]);
        Assert.InRange(gap, -1e-2, 1e-4);
        double part = Number(r["gradientMaxAbs"]) > 1e-3 ? 1e-2 : 3e-3;
        Assert.Equal(Texts(r["xColumns"]), Texts(fit["xColumns"]));
        for (int i = 0; i < r["xColumns"]!.AsArray().Count; i++)
        {
            Near(r["beta"]![i], r["se"]![i], fit["beta"]![i], fit["se"]![i], part);
        }

        JsonNode thresholds = r["thresholds"]!;
        Assert.Equal(Texts(thresholds["names"]), fit["thresholds"]!.AsArray().Select(t => (string)t!["name"]!));
        for (int i = 0; i < thresholds["names"]!.AsArray().Count; i++)
        {
            JsonNode mine = fit["thresholds"]![i]!;
            Near(thresholds["estimate"]![i], thresholds["se"]![i], mine["estimate"], mine["se"], part);
        }

        foreach (JsonNode? term in r["varCorr"]!.AsArray())
        {
            JsonNode mine = fit["varCorr"]!.AsArray().First(t => (string)t!["group"]! == (string)term!["group"]!)!;
            for (int i = 0; i < term!["sd"]!.AsArray().Count; i++)
            {
                double sd = Number(term["sd"]![i]);
                Assert.Equal(sd, Number(mine["sd"]![i]), (1e-2 * sd) + (sd < 0.05 ? 2e-3 : 0));
            }
        }
    }

    private static void Near(JsonNode? estimate, JsonNode? error, JsonNode? mine, JsonNode? mineError, double part)
    {
        if (error is null)
        {
            return;
        }

        Assert.Equal(Number(estimate), Number(mine), part * Number(error));
        Assert.Equal(Number(error), Number(mineError), 1e-2 * Number(error));
    }

    private static double Number(JsonNode? node) => node is null ? double.NaN : node.GetValue<double>();

    private static string[] Texts(JsonNode? node) => [.. node!.AsArray().Select(x => (string)x!)];
}
