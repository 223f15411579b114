using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>A random-effects term of a group.</summary>
/// <param name="Name">The names of its terms, joined: <c>(Intercept):Visit</c>.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Structure">How they covary; unstructured for one column, whatever is written.</param>
/// <param name="IsIndependent">Whether the columns are uncorrelated, each a separate term at run time.</param>
internal sealed record TermShape(string Name, ImmutableArray<ColumnShape> Columns, CovarianceStructure Structure, bool IsIndependent)
{
    /// <summary>Whether all columns have one standard deviation.</summary>
    public bool HasOneDeviation => Structure is CovarianceStructure.HomogeneousDiagonal or CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.Autoregressive or CovarianceStructure.HomogeneousToeplitz;

    /// <summary>Whether one correlation gives those of all pairs of columns.</summary>
    public bool HasOneCorrelation => Structure is CovarianceStructure.CompoundSymmetry or CovarianceStructure.HomogeneousCompoundSymmetry or CovarianceStructure.Autoregressive or CovarianceStructure.HeterogeneousAutoregressive;

    /// <summary>Whether there is a correlation for each distance of two columns.</summary>
    public bool HasCorrelationsByDistance => Structure is CovarianceStructure.Toeplitz or CovarianceStructure.HomogeneousToeplitz;

    /// <summary>Whether pairs of columns have one correlation.</summary>
    public bool SharesCorrelations => HasOneCorrelation || HasCorrelationsByDistance;

    /// <summary>Whether no columns are correlated.</summary>
    public bool IsUncorrelated => IsIndependent || Structure == CovarianceStructure.HomogeneousDiagonal;

    /// <summary>The C# expressions of its structure and of the names of its columns; of those known only from the rows, of what they begin with.</summary>
    public string NamesExpression => $"global::GlmmDsl.Formulas.CovarianceStructure.{Structure}, new[] {{ " + string.Join(", ", Columns.Select(column => column.IsIndexed ? Literals.Text(column.Name.Split(':')[0]) : column.NameExpression)) + " }";

    /// <summary>The shape of a term.</summary>
    public static TermShape Of(PlanRandomTerm term, ModelContext model)
    {
        ImmutableArray<ColumnShape> columns = ColumnShape.OfAll(term.Terms, model.Row);
        bool isOne = columns.Length == 1 && !columns[0].IsIndexed;
        return new TermShape(string.Join(":", term.Terms.Select(t => t.Name)), columns, isOne ? CovarianceStructure.Unstructured : term.Source.Structure, term.IsIndependent);
    }

    /// <summary>Whether the correlation of two columns is the one that the structure has: of all pairs under compound symmetry, of neighbours under an autoregression.</summary>
    public bool IsParameter(int first, int second) => HasOneCorrelation && (!TimeStructures.IsOverTime(Structure) || second == first + 1);
}
