using System.CommandLine;
using System.Globalization;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm cv</c>: cross-validation by groups or rows.</summary>
internal sealed class CrossValidateCommand : ModelCommand
{
    private readonly Argument<string> formula = OneFormula();
    private readonly Option<string?> by = ModelOptions.Single("--by", "GROUP", "The grouping factor whose levels stay together, such as Subject or b:a; without it single rows are left out.");
    private readonly Option<string?> folds = ModelOptions.Single("--folds", "N|all", "The number of folds; the default is 10. 'all' leaves out one level at a time.");
    private readonly Option<string?> seed = ModelOptions.Single("--seed", "S", "Decides the division into folds; the default is 1.");

    /// <inheritdoc/>
    protected override Command Define() => new("cv", "Cross-validate a model: log score, CRPS, Brier score and errors of predictions of rows left out.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [by, folds, seed];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        Formula model = Formula.Parse(parsed.GetRequiredValue(formula));
        Folds division = Division(parsed.GetValue(by), parsed.GetValue(folds));
        int start = Whole("--seed", parsed.GetValue(seed), 1, int.MinValue);
        MixedModelFit fit = run.Fit(model);
        CrossValidationResult result = Refusals.AsInput(() => fit.CrossValidate(division, start, null, run.CancellationToken));
        return run.Write(parsed.GetValue(Json) ? result.ToJson() + "\n" : result.ToString(), fit);
    }

    private static Folds Division(string? group, string? count)
    {
        if (count == "all")
        {
            return group is null ? throw new InputException("--folds all leaves out one level at a time: name the grouping factor with --by.") : Folds.LeaveOneOut(group);
        }

        int number = Whole("--folds", count, 10, 2);
        return group is null ? Folds.ByRow(number) : Folds.ByGroup(group, number);
    }

    private static int Whole(string option, string? text, int usual, int least) => text is null
        ? usual
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new InputException(FormattableString.Invariant($"{option} takes a whole number{(least > int.MinValue ? $" from {least}" : "")}, not {ValueText.Quote(text)}."));
}
