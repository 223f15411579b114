namespace GlmmDsl.Formulas;

/// <summary>The names of covariance structures, as they stand round a bar term.</summary>
public static class StructureNames
{
    private static readonly Dictionary<string, CovarianceStructure> ByName = new(StringComparer.Ordinal)
    {
        ["us"] = CovarianceStructure.Unstructured,
        ["diag"] = CovarianceStructure.Diagonal,
        ["homdiag"] = CovarianceStructure.HomogeneousDiagonal,
        ["cs"] = CovarianceStructure.CompoundSymmetry,
        ["hcs"] = CovarianceStructure.HeterogeneousCompoundSymmetry,
        ["ar1"] = CovarianceStructure.Autoregressive,
        ["hetar1"] = CovarianceStructure.HeterogeneousAutoregressive,
        ["toep"] = CovarianceStructure.Toeplitz,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The structure of that name; false when there is none.</summary>
    public static bool TryFind(string name, out CovarianceStructure structure) => ByName.TryGetValue(name, out structure);
}
