using System.ComponentModel;
using GlmmDsl.Formulas;

namespace GlmmDsl.Modeling;

/// <summary>Results for the correlations between random effects of one grouping factor. Typed models derive from it and add properties.</summary>
/// <typeparam name="T">One result: the correlation itself, an interval of it.</typeparam>
/// <param name="find">Gives the result for two columns by R's names.</param>
/// <param name="ofTerm">Gives the result for the columns of a term at a distance in order; null where no term has a structure that shares correlations.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CorrelationView<T>(Func<string, string, T> find, Func<CovarianceStructure, string[], int, T>? ofTerm = null)
{
    /// <summary>The result for two columns by R's names. A correlation is 0 between terms, NaN where a variance is zero or the data lack a column's level.</summary>
    public T this[string first, string second] => find(first, second);

    /// <summary>The result for two columns known at compile time.</summary>
    protected T Correlation(string first, string second) => find(first, second);

    /// <summary>The result for the columns of a term that are a distance apart, under a structure that gives them one correlation.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="columns">R's names of the columns, or what they begin with.</param>
    /// <param name="distance">The distance in order, from 1.</param>
    protected T OfTerm(CovarianceStructure structure, string[] columns, int distance = 1) => ofTerm is null ? throw new NotSupportedException("No term of the group has a structure that shares correlations.") : ofTerm(structure, columns, distance);
}
