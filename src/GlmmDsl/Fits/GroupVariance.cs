using System.Collections.Immutable;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>The covariance of all random effects of one grouping factor: the terms of the group side by side, uncorrelated between terms.</summary>
public sealed class GroupVariance
{
    private readonly ImmutableArray<(VarianceTerm Term, int Column)> places;
    private readonly NameLookup lookup;
    private readonly VarianceTable? table;

    internal GroupVariance(string group, ImmutableArray<VarianceTerm> terms, VarianceTable? table)
    {
        this.table = table;
        Group = group;
        Terms = terms;
        places = [.. terms.SelectMany(t => t.Components.Select((_, i) => (t, i)))];
        lookup = new NameLookup($"random effect of {group}", [.. places.Select(p => p.Term.Components[p.Column].Name)]);
    }

    /// <summary>lme4's name of the grouping factor.</summary>
    public string Group { get; }

    /// <summary>Its terms, in the order of θ.</summary>
    public ImmutableArray<VarianceTerm> Terms { get; }

    /// <summary>The columns of all terms, in order.</summary>
    public IEnumerable<VarianceComponent> Components => places.Select(p => p.Term.Components[p.Column]);

    /// <summary>The columns' covariance matrix, zero between terms; a new array.</summary>
    public double[,] CovarianceMatrix
    {
        get
        {
            var matrix = new double[places.Length, places.Length];
            for (int i = 0; i < places.Length; i++)
            {
                for (int j = 0; j < places.Length; j++)
                {
                    matrix[i, j] = places[i].Term == places[j].Term ? places[i].Term.Covariance(places[i].Column, places[j].Column) : 0;
                }
            }

            return matrix;
        }
    }

    /// <summary>The variance of a column by R's name.</summary>
    /// <exception cref="KeyNotFoundException">The group has no such random effect.</exception>
    public VarianceComponent this[string column]
    {
        get
        {
            (VarianceTerm term, int index) = places[lookup.IndexOf(column)];
            return term.Components[index];
        }
    }

    /// <summary>The table of the group's variances, standard deviations and correlations (R's <c>VarCorr</c>).</summary>
    public override string ToString() => table?.Invoke(Terms, null) ?? nameof(GroupVariance);

    /// <summary>The correlation of two columns; 0 between terms, NaN where a variance is zero.</summary>
    /// <exception cref="KeyNotFoundException">The group has no such random effect.</exception>
    public double Correlation(string first, string second)
    {
        (VarianceTerm term, int column) = places[lookup.IndexOf(first)];
        (VarianceTerm other, int otherColumn) = places[lookup.IndexOf(second)];
        return term == other ? term.Correlation(column, otherColumn) : 0;
    }
}
