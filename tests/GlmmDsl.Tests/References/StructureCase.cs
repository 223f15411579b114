using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.References;

/// <summary>One file of tests/Reference/structures: a model with a structured covariance, fitted by R (<c>structures.R</c>).</summary>
internal sealed class StructureCase
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Reference", "structures");

    private static readonly ConcurrentDictionary<string, Lazy<MixedModelFit>> Fits = new(StringComparer.Ordinal);

    private readonly ReferenceCase file;

    private StructureCase(string id) => file = ReferenceCase.Load(id, "structures");

    public string Id => file.Id;

    public JsonNode Result => file.Result;

    public bool IsLinear => (string)file.Node["family"]! == "gaussian";

    /// <summary>Whether parts of the covariance are not identified apart from each other or lie at a boundary: then the marginal covariance is what can be compared.</summary>
    public bool IsFlat => (bool)file.Node["flat"]!;

    public static IEnumerable<string> Ids() => Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static StructureCase Load(string id) => new(id);

    public Table Data() => file.Data();

    /// <summary>The fit, made once for all tests.</summary>
    public MixedModelFit Fit() => Fits.GetOrAdd(Id, _ => new(() => MixedModel.Fit(Formula.Parse(file.Formula), Data(), Options()))).Value;

    public FitOptions Options() => new()
    {
        Method = file.IsReml ? FitMethod.Reml : FitMethod.Ml,
        Missing = MissingValues.Omit,
        Weights = (string?)file.Node["weights"],
        WeightKind = IsLinear ? WeightKind.Precision : WeightKind.Trials,
        Family = (string)file.Node["family"]! switch
        {
            "gaussian" => Family.Gaussian,
            "binomial" => Family.Binomial,
            "poisson" => Family.Poisson,
            var name => name == "nbinom2" ? Family.NegativeBinomial2 : throw new InvalidOperationException(name),
        },
        ZeroInflation = file.Node["arguments"]!.AsArray().Select(a => (string)a!).FirstOrDefault(a => a.StartsWith("ziformula=", StringComparison.Ordinal))?["ziformula=".Length..],
    };

    /// <summary>The points at which R computed the criterion from the marginal covariance, or by a dense Laplace approximation.</summary>
    public IEnumerable<(string Name, CriterionPoint Point, double Value)> Points() =>
        from point in Result["objectiveAt"]!.AsArray()
        let theta = point["terms"]!.AsArray().SelectMany(Theta).ToArray()
        select ((string)point["point"]!, new CriterionPoint(theta, point["beta"] is { } beta ? Numbers(beta) : null), (double)point["value"]!);

    public static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(x => (double)x!)];

    /// <summary>
    /// θ of a term from its standard deviations and correlations, as its structure has it: the standard deviation where all columns share one, else the square root of each; ρ = sin φ of an
    /// autoregression; ρ = 1 − k/(k − 1) cos²ψ of compound symmetry, ψ from where ρ is 0; partial correlations sin φ of a stationary series.
    /// </summary>
    private static double[] Theta(JsonNode? term)
    {
        double[] sd = Numbers(term!["sd"]), correlation = Numbers(term["correlation"]);
        string structure = (string)term["structure"]!;
        double[] roots = [.. sd.Select(Math.Sqrt)];
        int width = structure == "homcs" ? (int)term["width"]! : sd.Length;
        return structure switch
        {
            "diag" or "homdiag" => sd,
            "ar1" => [.. sd, Math.Asin(correlation[0])],
            "hetar1" => [.. roots, Math.Asin(correlation[0])],
            "homcs" => [.. sd, Angle(correlation[0])],
            "cs" => [.. roots, Angle(correlation[0])],
            "homtoep" => [.. sd, .. Partial(correlation).Select(Math.Asin)],
            "toep" => [.. roots, .. Partial(correlation).Select(Math.Asin)],
            "us" => Cholesky(sd, correlation),
            _ => throw new InvalidOperationException(structure),
        };

        double Angle(double rho) => Math.Acos(Math.Sqrt(Math.Clamp((1 - rho) * (width - 1) / width, 0, 1))) - Math.Asin(1 / Math.Sqrt(width));
    }

    /// <summary>Partial autocorrelations from autocorrelations (Durbin and Levinson).</summary>
    private static double[] Partial(double[] r)
    {
        var partial = new double[r.Length];
        double[] phi = [];
        double variance = 1;
        for (int n = 0; n < r.Length; n++)
        {
            double sum = r[n];
            for (int j = 0; j < n; j++)
            {
                sum -= phi[j] * r[n - 1 - j];
            }

            partial[n] = sum / variance;
            phi = [.. phi.Select((p, j) => p - (partial[n] * phi[n - 1 - j])), partial[n]];
            variance *= 1 - (partial[n] * partial[n]);
        }

        return partial;
    }

    /// <summary>Two columns: the lower triangle by columns.</summary>
    private static double[] Cholesky(double[] sd, double[] correlation) => [sd[0], sd[1] * correlation[0], sd[1] * Math.Sqrt(1 - (correlation[0] * correlation[0]))];
}
