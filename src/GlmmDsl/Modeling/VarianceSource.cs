using System.ComponentModel;
using GlmmDsl.Formulas;
using GlmmDsl.Inference;

namespace GlmmDsl.Modeling;

/// <summary>Where the views of a typed model's variance components find their results. Generated code passes it on.</summary>
/// <typeparam name="T">A result for a variance component: the component itself, an interval.</typeparam>
/// <typeparam name="TCorrelation">A result for a correlation.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VarianceSource<T, TCorrelation>
{
    private protected VarianceSource()
    {
    }

    /// <summary>The result for the residuals.</summary>
    internal abstract T Residual { get; }

    /// <summary>The results for the columns of a grouping factor in order, with R's names of the columns.</summary>
    internal abstract IReadOnlyList<KeyValuePair<string, T>> Columns(string group);

    /// <summary>The result for the correlation of two columns of a grouping factor.</summary>
    internal abstract TCorrelation Correlation(string group, string first, string second);

    /// <summary>The result for the one standard deviation of a term, by its structure and R's names of its columns or what they begin with.</summary>
    internal abstract T OfTerm(string group, CovarianceStructure structure, string[] columns);

    /// <summary>The result for the correlation of a term's columns at a distance in order.</summary>
    internal abstract TCorrelation OfTerm(string group, CovarianceStructure structure, string[] columns, int distance);

    /// <summary>What stands for a column that the data do not have.</summary>
    internal abstract T Absent(string group, string column);

    /// <summary>The covariance matrix of a grouping factor's columns; a new array.</summary>
    internal abstract double[,] CovarianceMatrix(string group);

    /// <summary>The table of the results of one grouping factor, or of all.</summary>
    internal abstract string Print(string? group);
}

/// <summary>The variance components of a fit.</summary>
/// <param name="components">The components.</param>
internal sealed class FitVariances(VarianceComponentCollection components) : VarianceSource<VarianceComponent, double>
{
    internal override VarianceComponent Residual => components.Residual;

    internal override IReadOnlyList<KeyValuePair<string, VarianceComponent>> Columns(string group) =>
        [.. components[group].Components.Select(c => KeyValuePair.Create(c.Name, c))];

    internal override double Correlation(string group, string first, string second)
    {
        GroupVariance variance = components[group];
        return variance.Components.Any(c => c.Name == first) && variance.Components.Any(c => c.Name == second) ? variance.Correlation(first, second) : double.NaN;
    }

    internal override VarianceComponent OfTerm(string group, CovarianceStructure structure, string[] columns) => StructuredTerm.Deviation(components[group], structure, columns);

    internal override double OfTerm(string group, CovarianceStructure structure, string[] columns, int distance) => StructuredTerm.Correlation(components[group], structure, columns, distance);

    internal override VarianceComponent Absent(string group, string column) => new(column, double.NaN);

    internal override double[,] CovarianceMatrix(string group) => components[group].CovarianceMatrix;

    internal override string Print(string? group) => group is null ? components.ToString() : components[group].ToString();
}

/// <summary>Results by lme4's names of variance parameters: <c>sd_Days|Subject</c>, <c>cor_Days.(Intercept)|Subject</c>, <c>sigma</c>.</summary>
/// <typeparam name="T">One result.</typeparam>
/// <param name="results">The results.</param>
internal sealed class NamedVariances<T>(INamedResults<T> results) : VarianceSource<T, T>
{
    private const string DeviationPrefix = "sd_";

    internal override T Residual => results["sigma"];

    internal override IReadOnlyList<KeyValuePair<string, T>> Columns(string group)
    {
        string end = "|" + group;
        return
        [
            .. results.Names
                .Select((name, i) => (Name: name, Index: i))
                .Where(r => r.Name.StartsWith(DeviationPrefix, StringComparison.Ordinal) && r.Name.EndsWith(end, StringComparison.Ordinal))
                .Select(r => KeyValuePair.Create(r.Name[DeviationPrefix.Length..^end.Length], results[r.Index])),
        ];
    }

    internal override T Correlation(string group, string first, string second)
    {
        // lme4 names the later column first; which is later, the caller does not know.
        string later = $"cor_{second}.{first}|{group}", earlier = $"cor_{first}.{second}|{group}";
        return results.TryGet(later, out T? result) || results.TryGet(earlier, out result) ? result : results.Absent(later);
    }

    internal override T OfTerm(string group, CovarianceStructure structure, string[] columns) => Named(StructuredTerm.DeviationName(structure, group));

    internal override T OfTerm(string group, CovarianceStructure structure, string[] columns, int distance) => Named(StructuredTerm.CorrelationName(structure, group, distance));

    internal override T Absent(string group, string column) => results.Absent($"{DeviationPrefix}{column}|{group}");

    internal override double[,] CovarianceMatrix(string group) => throw new NotSupportedException("Only a fit has a covariance matrix of random effects.");

    internal override string Print(string? group) => results.ToString() ?? "";

    private T Named(string name) => results.TryGet(name, out T? result) ? result : results.Absent(name);
}
