namespace GlmmDsl.Formulas;

/// <summary>The names of covariance structures, as written around a bar term.</summary>
public static class StructureNames
{
    private static readonly Dictionary<string, CovarianceStructure> ByName = new(StringComparer.Ordinal)
    {
        ["us"] = CovarianceStructure.Unstructured,
        ["diag"] = CovarianceStructure.Diagonal,
        ["homdiag"] = CovarianceStructure.HomogeneousDiagonal,
        ["cs"] = CovarianceStructure.CompoundSymmetry,
        ["homcs"] = CovarianceStructure.HomogeneousCompoundSymmetry,
        ["ar1"] = CovarianceStructure.Autoregressive,
        ["hetar1"] = CovarianceStructure.HeterogeneousAutoregressive,
        ["toep"] = CovarianceStructure.Toeplitz,
        ["homtoep"] = CovarianceStructure.HomogeneousToeplitz,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The name of a structure.</summary>
    internal static string Of(CovarianceStructure structure) => ByName.First(entry => entry.Value == structure).Key;

    /// <summary>The structure of that name; false when there is none.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public static bool TryFind(string name, out CovarianceStructure structure) => ByName.TryGetValue(Guard.NotNull(name, nameof(name)), out structure);
}
