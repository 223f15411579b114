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

    /// <summary>The places of a term's standard deviations among lme4's names of parameters, <c>sd_Days|Subject</c>, in order.</summary>
    public static List<int> Deviations(IReadOnlyList<string> names, string group, string[] columns) => Places(names, "sd_", group, name => IsOf(name, columns));

    /// <summary>The places of a term's correlations, <c>cor_Days.(Intercept)|Subject</c>: one for all pairs, or one for each distance in order.</summary>
    public static List<int> Correlations(IReadOnlyList<string> names, string group, string[] columns) => Places(names, "cor_", group, pair => IsPairOf(pair, columns));

    private static List<int> Places(IReadOnlyList<string> names, string prefix, string group, Func<string, bool> isWanted)
    {
        string end = "|" + group;
        return
        [
            .. Enumerable.Range(0, names.Count).Where(i =>
                names[i].StartsWith(prefix, StringComparison.Ordinal) && names[i].EndsWith(end, StringComparison.Ordinal) && isWanted(names[i][prefix.Length..^end.Length])),
        ];
    }

    // The levels of a factor are known only from the rows where a column is known by the beginning of its name.
    private static bool IsOf(ReadOnlySpan<char> name, string[] columns)
    {
        foreach (string column in columns)
        {
            if (name.StartsWith(column, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a pair of names, <c>later.earlier</c>, is of two of a term's columns. Names have dots of their own.</summary>
    private static bool IsPairOf(string pair, string[] columns)
    {
        for (int dot = pair.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = pair.IndexOf('.', dot + 1))
        {
            if (IsOf(pair.AsSpan(0, dot), columns) && IsOf(pair.AsSpan(dot + 1), columns))
            {
                return true;
            }
        }

        return false;
    }
}
