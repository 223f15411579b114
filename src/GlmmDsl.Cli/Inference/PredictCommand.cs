using System.Collections.Immutable;
using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Cli.Models;
using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary><c>glmm predict</c>: predictions of new rows with standard errors and intervals.</summary>
internal sealed class PredictCommand : ModelCommand
{
    private readonly Argument<string> formula = new("FORMULA") { Description = "The model in lme4's notation; without --new the rows to predict, and the first argument is a fit saved by 'glmm fit --save'." };
    private readonly Option<string?> rows = ModelOptions.Single("--new", "FILE", "The rows to predict: a CSV file with the formula's columns but for the response.");
    private readonly Option<string?> interval = ModelOptions.Single("--interval", "mean|conditional|observation", "What is predicted: the middle of the population, the mean of the row's own groups (the default), or a new observation in them.");
    private readonly Option<string?> level = ModelOptions.Single("--level", "L", "The level of the intervals; the default is 0.95.");
    private readonly Option<string?> degrees = ModelOptions.Single("--df", "N", "Degrees of freedom of the t quantile; the default is the normal quantile.");
    private readonly Option<string?> newLevels = ModelOptions.Single("--new-levels", "fail|population", "Levels of a group that the fit never saw: an error (the default), or effects of zero whose variance is added.");
    private readonly Option<string?> random = ModelOptions.Single("--random-effects", "zero|modes|integrated", "Of an ordinal response: with the random effects at zero, at the modes of the rows' own groups (the default), or integrated out over the population.");
    private readonly Option<string?> scale = ModelOptions.Single("--scale", "response|link|conditional|zprob|zlink|disp", "The scale of the predictions, glmmTMB's type; the default is the mean of the response, which includes zero inflation: 'conditional' leaves it aside, 'zprob' and 'zlink' are of the zero inflation, 'disp' is of the dispersion. Of an ordinal response the probability of each category is predicted.");

    /// <inheritdoc/>
    protected override Command Define() => new("predict", "Predict new rows, with standard errors and intervals: 'glmm predict DATA.csv FORMULA --new FILE.csv', or 'glmm predict FIT.json FILE.csv' from a saved fit.");

    /// <inheritdoc/>
    protected override IEnumerable<Argument> Formulas() => [formula];

    /// <inheritdoc/>
    protected override IEnumerable<Option> Options() => [rows, interval, level, degrees, newLevels, random, scale];

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, ModelRun run)
    {
        PredictionOf what = OptionValue.Choice(interval, parsed.GetValue(interval), PredictionOf.ConditionalMean, ("mean", PredictionOf.Mean), ("conditional", PredictionOf.ConditionalMean), ("observation", PredictionOf.NewObservation));
        NewLevels levels = OptionValue.Choice(newLevels, parsed.GetValue(newLevels), NewLevels.Throw, ("fail", NewLevels.Throw), ("population", NewLevels.Population));
        PredictionScale on = OptionValue.Choice(
            scale, parsed.GetValue(scale), PredictionScale.Response, ("response", PredictionScale.Response), ("link", PredictionScale.Link), ("conditional", PredictionScale.Conditional), ("zprob", PredictionScale.ZeroProbability), ("zlink", PredictionScale.ZeroLink), ("disp", PredictionScale.Dispersion));
        double share = OptionValue.Level(level, parsed.GetValue(level));
        double freedom = OptionValue.Number(degrees, parsed.GetValue(degrees), double.PositiveInfinity, x => x > 0, "a positive number");
        (MixedModelFit fit, Table table) = parsed.GetValue(rows) is { } file
            ? Fitted(run, Formula.Parse(parsed.GetRequiredValue(formula)), file)
            : Saved(run, parsed, parsed.GetRequiredValue(formula));
        if (!fit.Categories.IsEmpty && on == PredictionScale.Response)
        {
            return Categories(parsed, run, fit, table, what, levels, share, freedom);
        }

        if (parsed.GetValue(random) is not null)
        {
            throw new InputException("--random-effects belongs to the probabilities of an ordinal response's categories: ask for --interval mean or conditional, and with --scale link for no --random-effects.");
        }

        if (!fit.HasErrors(what, on) && what != PredictionOf.NewObservation && parsed.GetValue(level) is null && parsed.GetValue(degrees) is null)
        {
            // A saved fit has no rows: the predictions are known, and their errors are not.
            double[] means = Refusals.AsInput(() => what == PredictionOf.Mean ? fit.PredictPopulation(table, on, run.CancellationToken) : fit.Predict(table, levels, on, run.CancellationToken));
            return run.Write(parsed.GetValue(Json) ? PredictionOutput.Json(means) + "\n" : PredictionOutput.Table(means), fit);
        }

        ImmutableArray<Prediction> predictions = Refusals.AsInput(() => fit.PredictInterval(table, what, share, levels, on, freedom, run.CancellationToken));
        return run.Write(parsed.GetValue(Json) ? PredictionOutput.Json(predictions) + "\n" : PredictionOutput.Table(predictions), fit);
    }

    /// <summary>Writes the probabilities of an ordinal response's categories, with errors where they are known: at the modes they take the rows of the fit.</summary>
    private int Categories(ParseResult parsed, ModelRun run, MixedModelFit fit, Table table, PredictionOf what, NewLevels levels, double share, double freedom)
    {
        if (what == PredictionOf.NewObservation)
        {
            throw new InputException("--interval observation: a new observation of an ordinal response is a category, and no interval says more of it than the probabilities of the categories. Ask for --interval conditional or mean.");
        }

        RandomEffectsAre how = RandomEffectsArgument.Parse(random, parsed.GetValue(random)) ?? (what == PredictionOf.Mean ? RandomEffectsAre.Zero : RandomEffectsAre.Modes);
        if (parsed.GetValue(random) is not null && parsed.GetValue(interval) is not null)
        {
            throw new InputException("--random-effects and --interval say the same of an ordinal response: give one of them.");
        }

        if (how == RandomEffectsAre.Modes && !fit.KnowsEffects && parsed.GetValue(level) is null && parsed.GetValue(degrees) is null)
        {
            CategoryProbabilities probabilities = Refusals.AsInput(() => fit.PredictProbabilities(table, how, levels, run.CancellationToken));
            return run.Write(parsed.GetValue(Json) ? CategoryOutput.Json(probabilities) + "\n" : CategoryOutput.Table(probabilities), fit);
        }

        CategoryPredictions predictions = Refusals.AsInput(() => fit.PredictProbabilityIntervals(table, how, share, levels, freedom, run.CancellationToken));
        return run.Write(parsed.GetValue(Json) ? CategoryOutput.Json(predictions) + "\n" : CategoryOutput.Table(predictions), fit);
    }

    private static (MixedModelFit Fit, Table Rows) Fitted(ModelRun run, Formula model, string file)
    {
        (MixedModelFit fit, string[] factors) = run.Work((data, progress) =>
            (MixedModel.Fit(model, data, run.Request.Options, progress, run.CancellationToken), NewRows.Factors(data)));
        return (fit, NewRows.Read(file, run, factors));
    }

    private (MixedModelFit Fit, Table Rows) Saved(ModelRun run, ParseResult parsed, string file)
    {
        if (file.Contains('~', StringComparison.Ordinal))
        {
            throw new InputException("Give the rows to predict: --new FILE.csv.");
        }

        if (!FitFiles.MayBeFit(run.Request.Data))
        {
            throw new InputException(
                $"'{run.Request.Data}' cannot be read as a saved fit: give a formula and the rows to predict, 'glmm predict DATA.csv FORMULA --new FILE.csv', or a fit that 'glmm fit --save FIT.json' wrote, 'glmm predict FIT.json FILE.csv'.");
        }

        RefuseFitting(parsed, $"says how a model is fitted, and '{run.Request.Data}' is a fit already, with its own levels and family: leave the option out, or fit again with 'glmm fit --save'.");
        MixedModelFit fit = FitFiles.Load(run.Request.Data);
        return (fit, NewRows.Read(file, run, fit.FactorColumns));
    }
}
