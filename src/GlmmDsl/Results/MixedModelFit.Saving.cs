using System.Collections.Immutable;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting.Saving;
using GlmmDsl.Inference;

namespace GlmmDsl;

/// <content>Saving and loading.</content>
public sealed partial class MixedModelFit
{
    /// <summary>
    /// Reads a fit that <see cref="Save"/> wrote. It predicts, with intervals, prints its summary, gives coefficients, marginal means and slopes, random effects, variance
    /// components and their shares, is compared by its criteria, and, a linear model saved with its cross-products, has all tests and profiles. What needs the rows, such as residuals and refits, is refused.
    /// </summary>
    /// <param name="stream">The file. One of any content is safe to read: what was changed after it was written is refused by its checksum.</param>
    /// <param name="functions">The functions of yours that the formula calls, if it does, as in <c>FitOptions.Functions</c>: a file cannot hold them.</param>
    /// <param name="family">The family of yours that it was fitted with, if it was, as in <c>FitOptions.ResponseFamily</c>: a file holds its name only.</param>
    /// <exception cref="InvalidDataException">No fit, another version of the format, damaged, or longer than 256 MB.</exception>
    /// <exception cref="ArgumentException">The formula calls functions of yours that were not given, or the family is one of yours that was not.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static MixedModelFit Load(Stream stream, ImmutableDictionary<(string Name, int Arity), Func<double[], double>>? functions = null, ResponseFamily? family = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (Design.DesignResult design, Design.DesignOptions how, Fitting.IModelSolution solution) = FitFileReader.Read(stream, functions ?? ImmutableDictionary<(string Name, int Arity), Func<double[], double>>.Empty, family);
        return new MixedModelFit(FittedModel.Loaded(design, how, solution, NoticePolicy.Default));
    }

    /// <summary>
    /// Writes the fit as JSON with a checksum: formula, levels, codings, the moments of its functions and means of its columns, estimates and their covariances, thresholds, the
    /// conditional modes, the same of zero inflation and dispersion, notices, and a fingerprint of the rows, but no row. For the variance shares of counts a model without predictors is fitted first.
    /// </summary>
    /// <param name="stream">The stream to write to; it is left open.</param>
    /// <param name="crossProducts">
    /// Whether the cross-products are written too, up to two million numbers: intervals of predictions in known groups and tests by Satterthwaite's and Kenward
    /// and Roger's methods need them. The sums of a group of one row are that row (see <see cref="CrossProducts"/>).
    /// </param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public void Save(Stream stream, bool crossProducts = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RowsEntry rows = SavedRows.Of(model, NullModel.CountsIfNeeded(model, cancellationToken));
        FitFileWriter.Write(stream, model.Design with { Notices = model.Notices }, model.Options, model.Solution, rows, crossProducts, cancellationToken);
    }

    /// <summary>The formulas of zero inflation and dispersion as they were given; null where there was none.</summary>
    internal (string? ZeroInflation, string? Dispersion) ComponentFormulas =>
        (model.Matrices.ZeroInflation?.Matrices.Plan.Terms.Syntax.ToString(), model.Matrices.Dispersion?.Matrices.Plan.Terms.Syntax.ToString());

    /// <summary>The columns of the data that the fit took for factors.</summary>
    internal IEnumerable<string> FactorColumns => model.Basis.Columns.Where(c => c.Kind == Formulas.ColumnKind.Factor).Select(c => c.Name);
}
