using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Modeling;

/// <summary>The variance components of a linear predictor beside the mean's.</summary>
/// <param name="component">The component.</param>
internal sealed class ComponentVariances(FitComponent component) : VarianceSource<VarianceComponent, double>
{
    internal override VarianceComponent Residual => throw new NotSupportedException("A component has no residual variance.");

    internal override IReadOnlyList<KeyValuePair<string, VarianceComponent>> Columns(string group) => [.. Of(group).Components.Select(c => KeyValuePair.Create(c.Name, c))];

    internal override double Correlation(string group, string first, string second)
    {
        GroupVariance variance = Of(group);
        return variance.Components.Any(c => c.Name == first) && variance.Components.Any(c => c.Name == second) ? variance.Correlation(first, second) : double.NaN;
    }

    internal override VarianceComponent OfTerm(string group, CovarianceStructure structure, string[] columns) => StructuredTerm.Deviation(Of(group), structure, columns);

    internal override double OfTerm(string group, CovarianceStructure structure, string[] columns, int distance) => StructuredTerm.Correlation(Of(group), structure, columns, distance);

    internal override VarianceComponent Absent(string group, string column) => new(column, double.NaN);

    internal override double[,] CovarianceMatrix(string group) => Of(group).CovarianceMatrix;

    internal override string Print(string? group) => component.ToString();

    private GroupVariance Of(string group)
    {
        ImmutableArray<VarianceTerm> terms = [.. component.VarianceComponents.Where(t => t.Group == group)];
        return terms.IsEmpty ? throw new KeyNotFoundException($"The formula {component.Formula} has no random effects of '{group}'.") : new GroupVariance(group, terms, null);
    }
}
