using System.Collections;
using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl;

/// <summary>The variance components of a fit: one entry per term, in the order of θ (lme4's), and the residual variance.</summary>
public sealed class VarianceComponentCollection : IReadOnlyList<VarianceTerm>
{
    private readonly ImmutableArray<VarianceTerm> terms;
    private readonly NameLookup lookup;
    private readonly VarianceTable? table;

    /// <summary>Reads the variances of a solution.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="table">Prints them.</param>
    internal VarianceComponentCollection(ModelMatrices matrices, IModelSolution solution, VarianceTable? table = null)
    {
        this.table = table;
        var builder = ImmutableArray.CreateBuilder<VarianceTerm>();
        int start = 0;
        foreach (RandomEffectsTerm term in matrices.Random)
        {
            CovarianceStructure structure = CovarianceStructures.Of(term);
            builder.Add(VarianceTerm.Of(term, structure, solution.ShownTheta.AsSpan(start, structure.Count), solution.Sigma));
            start += structure.Count;
        }

        terms = builder.ToImmutable();
        Groups = [.. terms.GroupBy(t => t.Group, StringComparer.Ordinal).Select(g => new GroupVariance(g.Key, [.. g], table))];
        lookup = new NameLookup("grouping factor", [.. Groups.Select(g => g.Group)]);
        Residual = new VarianceComponent("Residual", !solution.IsLinear ? double.NaN : solution.Sigma * solution.Sigma);
    }

    /// <summary>The terms, combined by grouping factor.</summary>
    public ImmutableArray<GroupVariance> Groups { get; }

    /// <summary>The residual variance σ̂² (of a row of weight 1); NaN for binomial and Poisson models, which have none.</summary>
    public VarianceComponent Residual { get; }

    /// <summary>The number of terms.</summary>
    public int Count => terms.Length;

    /// <summary>A term by its index in the order of θ.</summary>
    public VarianceTerm this[int index] => terms[index];

    /// <summary>The components of a grouping factor by lme4's name.</summary>
    /// <exception cref="KeyNotFoundException">No such grouping factor.</exception>
    public GroupVariance this[string group] => Groups[lookup.IndexOf(group)];

    /// <summary>The table of variances, standard deviations and correlations, as the summary shows it (R's <c>VarCorr</c>).</summary>
    public override string ToString() => table?.Invoke(terms, double.IsNaN(Residual.Variance) ? null : Residual) ?? nameof(VarianceComponentCollection);

    /// <inheritdoc/>
    public IEnumerator<VarianceTerm> GetEnumerator() => ((IEnumerable<VarianceTerm>)terms).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
