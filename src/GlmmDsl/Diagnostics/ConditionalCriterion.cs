using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference;

namespace GlmmDsl.Diagnostics;

/// <summary>Computes the conditional AIC of a linear model.</summary>
internal static class ConditionalCriterion
{
    private const int RowsBetweenChecks = 256;

    /// <summary>Computes it.</summary>
    /// <exception cref="InvalidOperationException">A generalised model, a fit without rows, or one that is at no minimum.</exception>
    public static ConditionalAic Of(FittedModel model, ConditionalAicMethod method, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method.");
        }

        if (!model.IsLinear)
        {
            throw new InvalidOperationException("The conditional AIC is that of linear models: compare generalised models by AIC.");
        }

        model.RequireRows("conditional AIC");
        var rows = new WorkingRows(model);
        EffectsCovariance covariance = model.Effects(cancellationToken);
        double variance = model.Solution.Sigma * model.Solution.Sigma;
        double[] residuals = model.Residuals(ResidualKind.Response);
        double[]? weights = model.Matrices.Weights;
        double trace = 0;
        double deviance = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            if (i % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            PreparedContrast row = covariance.Prepare(rows.Contrast(i));
            // The weights in the contrast hold frequencies already.
            trace += covariance.Of(row, row, cancellationToken) / covariance.Dispersion;
            double count = model.Frequencies?[i] ?? 1;
            double precision = model.Frequencies is null ? weights?[i] ?? 1 : 1;
            deviance += count * (Math.Log(2 * Math.PI * variance / precision) + (precision * residuals[i] * residuals[i] / variance));
        }

        return new ConditionalAic(-deviance / 2, trace + (method == ConditionalAicMethod.GrevenKneib ? ModeSensitivity.Trace(model, cancellationToken) : 0), method);
    }
}
