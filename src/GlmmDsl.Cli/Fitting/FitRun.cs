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
        foreach (double[] point in request.Points.Where(p => p.Length != fit.Theta.Length))
        {
            string names = fit.Theta.Length == 0 ? "none, having no random-effects term" : FormattableString.Invariant($"{fit.Theta.Length}: {string.Join(", ", fit.ThetaNames)}");
            throw new InputException(FormattableString.Invariant($"A point of --at has {point.Length} covariance parameters, and the model has {names}."));
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

    private static string CriteriaAt(MixedModelFit fit, IEnumerable<double[]> points)
    {
        var text = new StringBuilder();
        string name = fit.Method == FitMethod.Reml ? "REML criterion" : "-2 log-likelihood";
        foreach (double[] point in points)
        {
            string theta = string.Join(", ", point.Select(x => x.ToString(CultureInfo.InvariantCulture)));
            text.Append(CultureInfo.InvariantCulture, $"{name} at theta = ({theta}): {fit.CriterionAt(point):R}\n");
        }

        return text.ToString();
    }
}
