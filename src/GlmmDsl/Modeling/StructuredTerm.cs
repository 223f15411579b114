using GlmmDsl.Formulas;

namespace GlmmDsl.Modeling;

/// <summary>Finds the results of a random-effects term under a structure that shares standard deviations or correlations between its columns.</summary>
internal static class StructuredTerm
{
    /// <summary>The term of a group whose columns are of the names given, that of the structure where there are several; null where the group has none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="structure">The structure; a term of which the data leave one column has none.</param>
    /// <param name="columns">R's names of the columns, or what they begin with where the levels are known only from the rows.</param>
    public static VarianceTerm? Find(GroupVariance group, CovarianceStructure structure, string[] columns) =>
        group.Terms.Where(t => t.Components.All(c => IsOf(c.Name, columns))).OrderByDescending(t => t.Structure == structure).ThenByDescending(t => t.Components.Length).FirstOrDefault();

    /// <summary>The standard deviation of a term, of its first column.</summary>
    public static VarianceComponent Deviation(GroupVariance group, CovarianceStructure structure, string[] columns) =>
        Find(group, structure, columns) is { } term ? term.Components[0] : new VarianceComponent(columns[0], double.NaN);

    /// <summary>The correlation of the first column of a term and one at a distance.</summary>
    public static double Correlation(GroupVariance group, CovarianceStructure structure, string[] columns, int distance) =>
        Find(group, structure, columns) is { } term && distance < term.Components.Length ? term.Correlation(distance, 0) : double.NaN;

    /// <summary>The name of the parameter that is the one standard deviation of a term, <c>sd_ar1|Subject</c>.</summary>
    public static string DeviationName(CovarianceStructure structure, string group) => $"sd_{NameOf(structure)}|{group}";

    /// <summary>The name of the parameter that is a term's correlation, <c>cor_ar1|Subject</c>, or of that at a distance, <c>cor_toep.2|Subject</c>.</summary>
    public static string CorrelationName(CovarianceStructure structure, string group, int distance) =>
        structure is CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz ? FormattableString.Invariant($"cor_{NameOf(structure)}.{distance}|{group}") : $"cor_{NameOf(structure)}|{group}";

    private static string NameOf(CovarianceStructure structure) => StructureNames.All.First(name => StructureNames.TryFind(name, out CovarianceStructure named) && named == structure);

    // The levels of a factor are known only from the rows where a column is known by the beginning of its name.
    private static bool IsOf(string name, string[] columns) => columns.Any(column => name.StartsWith(column, StringComparison.Ordinal));
}
