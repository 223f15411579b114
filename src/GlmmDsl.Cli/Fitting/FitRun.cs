using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Fitting;

/// <summary>Reads, fits and writes.</summary>
internal static class FitRun
{
    private const string StandardInput = "-";

    /// <summary>Carries out a request.</summary>
    /// <returns>The exit code of a fit: whether it converged, whatever was noticed.</returns>
    public static int Run(FitRequest request, FitStreams streams, CancellationToken cancellationToken)
    {
        // Most mistakes are in the formula, and checking it takes no time.
        Formula formula = Formula.Parse(request.Formula);
        MixedModelFit fit = streams.IsTerminal
            ? ProgressDisplay.Run(progress => Fit(request, formula, streams, progress, cancellationToken), streams.Error)
            : Fit(request, formula, streams, null, cancellationToken);
        foreach (CriterionPoint point in request.Points)
        {
            RefuseOtherPoint(fit, point);
        }

        if (request.Remark is string remark)
        {
            WriteRemark(streams.Error, remark);
        }

        if (request.IsJson)
        {
            streams.Output.WriteLine(fit.ToJson(request.Points));
        }
        else
        {
            streams.Output.Write(fit.ToString());
            streams.Output.Write(CriteriaAt(fit, request.Points));
        }

        return fit.Verdict == Verdict.NotConverged ? ExitCode.NotConverged : ExitCode.Success;
    }

    private static void WriteRemark(TextWriter error, string remark)
    {
        try
        {
            error.WriteLine(remark);
        }
        catch (IOException)
        {
            // A remark that cannot be written does not stop the fit.
        }
    }

    private static Table Read(FitRequest request, FitStreams streams, CancellationToken cancellationToken)
    {
        if (request.Data != StandardInput)
        {
            return Table.ReadCsv(request.Data, request.Csv, cancellationToken);
        }

        using Stream input = streams.OpenInput();
        return CsvTableReader.ReadStream(input, "Standard input", request.Csv, cancellationToken);
    }

    private static MixedModelFit Fit(FitRequest request, Formula formula, FitStreams streams, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Table table = Read(request, streams, cancellationToken);
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
