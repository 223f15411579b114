using System.Collections.Immutable;
using System.Text;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl;

/// <summary>
/// The covariance matrix of β̂ (R's <c>vcov</c>) over the coefficients that have an estimate. For a linear model σ̂²(XᵀV⁻¹X)⁻¹; for a generalised model the β part of
/// twice the inverse Hessian of −2 log L in (β, θ), by central differences of its exact gradient, which includes the uncertainty from estimating θ.
/// </summary>
public sealed class CoefficientCovariance
{
    private readonly double[,] matrix;
    private readonly NameLookup lookup;

    internal CoefficientCovariance(FittedModel model, double[,] matrix)
    {
        this.matrix = matrix;
        Names = [.. model.Solution.Kept.Select(k => model.Matrices.FixedNames[k])];
        lookup = new NameLookup("estimated coefficient", Names);
    }

    /// <summary>R's names of the coefficients, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The covariance of two coefficients by index.</summary>
    public double this[int first, int second] => matrix[first, second];

    /// <summary>The covariance of two coefficients by R's names.</summary>
    /// <exception cref="KeyNotFoundException">No such coefficient, or an aliased one.</exception>
    public double this[string first, string second] => matrix[lookup.IndexOf(first), lookup.IndexOf(second)];

    /// <summary>The covariance of two coefficients; NaN if one is aliased.</summary>
    /// <exception cref="KeyNotFoundException">A coefficient of another fit.</exception>
    public double this[Coefficient first, Coefficient second] =>
        first.IsAliased || second.IsAliased ? double.NaN : this[first.Name, second.Name];

    /// <summary>The correlation of two coefficients by index.</summary>
    public double Correlation(int first, int second) =>
        first == second ? 1 : matrix[first, second] / Math.Sqrt(matrix[first, first] * matrix[second, second]);

    /// <summary>The place of a coefficient.</summary>
    /// <exception cref="KeyNotFoundException">No such coefficient, or an aliased one; the message gives the nearest name.</exception>
    internal int IndexOf(string name) => lookup.IndexOf(name);

    /// <summary>The p × p matrix, a copy.</summary>
    public double[,] ToArray() => (double[,])matrix.Clone();

    /// <summary>The matrix with the names.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        string[][] columns = [.. Names.Select((_, j) =>
        {
            double[] column = [.. Names.Select((_, i) => matrix[i, j])];
            int? decimals = NumberColumn.Decimals(column);
            return Array.ConvertAll(column, v => NumberColumn.Format(v, decimals));
        })];
        var table = new TextTable([true, .. Names.Select(_ => false)], ["", .. Names]);
        for (int i = 0; i < Names.Length; i++)
        {
            table.Add([Names[i], .. columns.Select(c => c[i])]);
        }

        table.WriteTo(text, "");
        return text.ToString();
    }
}
