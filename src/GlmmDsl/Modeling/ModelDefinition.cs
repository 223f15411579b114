using System.ComponentModel;
using GlmmDsl.Data;
using GlmmDsl.Families;

namespace GlmmDsl.Modeling;

/// <summary>The contents of the attribute of a typed linear mixed model at run time.</summary>
/// <param name="formula">The formula, with the attribute's offset added.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModelDefinition(string formula) : DefinedModel(formula)
{
    private protected override Family Family => ResponseFamilies.OfLinearModels.Family;

    /// <summary>Fits the model to columns, in the same way as <see cref="MixedModel"/>.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="method">The likelihood to fit by.</param>
    /// <param name="options">How to fit it; null for the defaults.</param>
    /// <param name="progress">Receives reports of how far the fit has come.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    public MixedModelFit Fit(
        Table table, FitMethod method, LinearFitOptions? options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
        MixedModel.Fit(Formula, Checked(table, cancellationToken), Options(options?.Notices) with { Method = method }, progress, cancellationToken);

    /// <summary>Sums rows that come in parts (<see cref="RowParts"/>), for a fit without the rows.</summary>
    /// <param name="parts">The parts, read once.</param>
    /// <param name="moments">The moments that data-dependent functions of the formula need; null if there are no such functions.</param>
    /// <param name="threads">The most threads to use; 0 for one per processor.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public CrossProducts Sum(IEnumerable<Table> parts, ColumnMoments? moments = null, int threads = 0, CancellationToken cancellationToken = default) =>
        CrossProducts.Of(Formula, Checked(parts, cancellationToken), Options(null), moments, threads, cancellationToken);

    /// <inheritdoc cref="Sum"/>
    public Task<CrossProducts> SumAsync(IAsyncEnumerable<Table> parts, ColumnMoments? moments = null, int threads = 0, CancellationToken cancellationToken = default) =>
        CrossProducts.OfAsync(Formula, Checked(parts, cancellationToken), Options(null), moments, threads, cancellationToken);

    private IEnumerable<Table> Checked(IEnumerable<Table> parts, CancellationToken cancellationToken)
    {
        if (Facts.Count == 0 || parts is null)
        {
            return parts!;
        }

        var check = new DeclaredFactCheck(Facts);
        return parts.Select(table => check.Checked(table, cancellationToken));
    }

    private IAsyncEnumerable<Table> Checked(IAsyncEnumerable<Table> parts, CancellationToken cancellationToken)
    {
        if (Facts.Count == 0 || parts is null)
        {
            return parts!;
        }

        var check = new DeclaredFactCheck(Facts);
        return parts.Select(table => check.Checked(table, cancellationToken));
    }
}
