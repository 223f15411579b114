using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GlmmDsl.Cli.Fitting;

/// <summary>Reads, fits and writes.</summary>
internal static class FitRun
{
    /// <summary>Carries out a request.</summary>
    /// <returns>The exit code of a fit: whatever was noticed, it is one.</returns>
    public static int Run(FitRequest request, TextWriter output, TextWriter error, bool isTerminal, CancellationToken cancellationToken)
    {
        // Most mistakes are in the formula, and it takes no time to look.
        Formula formula = Formula.Parse(request.Formula);
        MixedModelFit fit = isTerminal
            ? ProgressDisplay.Run(progress => Fit(request, formula, progress, cancellationToken), error)
            : Fit(request, formula, null, cancellationToken);
        foreach (CriterionPoint point in request.Points)
        {
            RefuseOtherPoint(fit, point);
        }

        if (request.IsJson)
        {
            output.WriteLine(fit.ToJson(request.Points));
        }
        else
        {
            output.Write(fit.ToString());
            output.Write(CriteriaAt(fit, request.Points));
        }

        return ExitCode.Success;
    }

    private static MixedModelFit Fit(FitRequest request, Formula formula, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new FitProgress("reading rows", 0, double.NaN));
        Table table = Table.ReadCsv(request.Data, request.Csv, cancellationToken);
        return MixedModel.Fit(formula, table, request.Options, progress, cancellationToken);
    }

    private static void RefuseOtherPoint(MixedModelFit fit, CriterionPoint point)
    {
        if (point.Theta.Count != fit.Theta.Length)
        {
            string names = fit.Theta.Length == 0 ? "none, having no random-effects term" : FormattableString.Invariant($"{fit.Theta.Length}: {string.Join(", ", fit.ThetaNames)}");
            throw new InputException(FormattableString.Invariant($"A point of --at has {point.Theta.Count} covariance parameters, and the model has {names}."));
        }

        if (point.Beta is null)
        {
            return;
        }

        if (fit.Family == Family.Gaussian)
        {
            throw new InputException("'beta=' in --at belongs to generalised models: in a linear model the coefficients are profiled out.");
        }

        ImmutableArray<string> coefficients = fit.Covariance.Names;
        if (point.Beta.Count != coefficients.Length)
        {
            throw new InputException(FormattableString.Invariant(
                $"A point of --at has {point.Beta.Count} coefficients, and the model has {coefficients.Length}: {string.Join(", ", coefficients)}."));
        }
    }

    private static string CriteriaAt(MixedModelFit fit, IEnumerable<CriterionPoint> points)
    {
        var text = new StringBuilder();
        string name = fit.Method == FitMethod.Reml ? "REML criterion" : "-2 log-likelihood";
        foreach (CriterionPoint point in points)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} at theta = ({Listed(point.Theta)})");
            text.Append(point.Beta is null ? "" : $", beta = ({Listed(point.Beta)})");
            text.Append(CultureInfo.InvariantCulture, $": {fit.CriterionAt(point):R}\n");
        }

        return text.ToString();
    }

    private static string Listed(IEnumerable<double> numbers) => string.Join(", ", numbers.Select(x => x.ToString(CultureInfo.InvariantCulture)));
}
