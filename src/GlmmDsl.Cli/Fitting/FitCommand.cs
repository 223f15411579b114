using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;

namespace GlmmDsl.Cli.Fitting;

/// <summary><c>glmm fit</c>: fits a model and writes its summary or JSON.</summary>
internal sealed class FitCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string[]> at = ModelOptions.Repeated("--at", "'theta=..[;beta=..]'", "Also report the criterion at these covariance parameters (in lme4's order) and, for a generalised model, at these coefficients; nothing is refitted.");

    private readonly Option<string?> save = ModelOptions.Single("--save", "FIT.json", "Write the fit to this file, for 'glmm predict FIT.json FILE.csv'. It holds no rows.");

    private readonly Option<bool> shares = new("--shares") { Description = "After the summary, the shares of variance: intraclass correlations and Nakagawa's R2, as R's package performance has them. --json has them in any case." };

    /// <inheritdoc/>
    protected override Command Define() => new("fit", "Fit a linear or generalised linear mixed model; without random-effects terms, a linear or generalised linear model.\n\nExit codes: 0 the fit converged, 3 it did not (it is still written), 2 bad input, 130 cancelled, 1 a fault of the program.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [at, save, shares];

    /// <inheritdoc/>
    /// <returns>The exit code of a fit: whether it converged, whatever was noticed.</returns>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        // Most mistakes are in the formula, and checking it takes no time.
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        ImmutableArray<CriterionPoint> points = [.. ModelOptions.Values(parsed, at).Select(PointArgument.Parse)];
        MixedModelFit fit = run.Fit(model);
        foreach (CriterionPoint point in points)
        {
            RefuseOtherPoint(fit, point);
        }

        if (parsed.GetValue(save) is { } file)
        {
            FitFiles.Save(fit, file, run.CancellationToken);
        }

        if (parsed.GetValue(Json))
        {
            run.Output.WriteLine(fit.ToJson(points));
        }
        else
        {
            // Asked for before anything is written, because there may be none.
            string parts = parsed.GetValue(shares) ? "\n" + Refusals.AsInput(() => fit.VarianceDecomposition(LatentVariance.Performance, run.CancellationToken).ToString()) : "";
            run.Output.Write(fit.ToString());
            run.Output.Write(CriteriaAt(fit, points));
            run.Output.Write(parts);
        }

        return fit.Verdict == Verdict.NotConverged ? ExitCode.NotConverged : ExitCode.Success;
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

        if (fit.Underlying.IsLinear)
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
