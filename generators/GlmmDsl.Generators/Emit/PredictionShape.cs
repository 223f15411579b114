using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>A kind of prediction as generated code names it.</summary>
/// <param name="Method">The method.</param>
/// <param name="OfOne">What it returns for one row, for its documentation: a sentence without its full stop.</param>
/// <param name="OfMany">What it returns for several rows.</param>
/// <param name="Parameters">Its parameters after the rows.</param>
internal sealed record PredictionShape(string Method, string OfOne, string OfMany, ImmutableArray<PredictionParameter> Parameters)
{
    /// <summary>What it returns for one row.</summary>
    public string One { get; init; } = "double";

    /// <summary>What it returns for several rows.</summary>
    public string Many { get; init; } = "double[]";

    /// <summary>Whether it needs no groups.</summary>
    public bool IsOfPopulation => Method is not "Predict" and not "PredictInterval" and not "PredictProbabilities" and not "PredictProbabilityIntervals";

    private static readonly PredictionParameter NewLevels = new(
        "newLevels", "global::GlmmDsl.NewLevels newLevels = global::GlmmDsl.NewLevels.Throw", "What to do with a level that was not in the data: throw, or predict the mean of the population.");

    private static readonly PredictionParameter NewLevelsOfLink = NewLevels with { Meaning = "What to do with a level that was not in the data: throw, or predict the middle of the population, with random effects of zero." };

    /// <summary>The kinds of prediction a model has.</summary>
    public static IEnumerable<PredictionShape> Of(ModelDeclaration declaration)
    {
        const string middle = " for the middle of the population, with random effects of zero";
        const string one = "The prediction for one row", many = "The predictions for rows, in their order";
        if (!declaration.IsGeneralized)
        {
            return new[]
            {
                new PredictionShape("Predict", one, many, ImmutableArray.Create(NewLevels)),
                new PredictionShape("PredictPopulation", "The prediction" + middle, "The predictions for rows, in their order," + middle, ImmutableArray<PredictionParameter>.Empty),
                Interval(),
            };
        }

        string mean = FamilyFacts.Of(declaration.Family)?.Mean ?? "The mean";
        const string average = " in the population, with the random effects integrated out";
        var scale = new PredictionParameter(
            "scale", "global::GlmmDsl.PredictionScale scale = global::GlmmDsl.PredictionScale.Response", mean + ", by default, or the linear predictor.");
        return new[]
        {
            new PredictionShape("Predict", one, many, ImmutableArray.Create(NewLevelsOfLink, scale)),
            new PredictionShape("PredictPopulation", mean + middle, mean + middle + ", for rows in their order", ImmutableArray.Create(scale)),
            new PredictionShape("PredictPopulationAverage", mean + average, mean + average + ", for rows in their order", ImmutableArray<PredictionParameter>.Empty),
            Interval(scale),
        };
    }

    private static PredictionShape Interval(params PredictionParameter[] scale) =>
        new(
            "PredictInterval",
            "The prediction for one row with its standard error and interval: see <see cref=\"global::GlmmDsl.MixedModelFit.PredictInterval\"/>",
            "The predictions for rows, in their order, with standard errors and intervals",
            new[]
            {
                new PredictionParameter("what", "global::GlmmDsl.PredictionOf what", "What is predicted."),
                new PredictionParameter("level", "double level = 0.95", "The level of the interval, such as 0.95."),
                NewLevels with { Meaning = "What to do with a level that was not in the data: throw, or predict it at zero, with the variance of its effects added." },
            }.Concat(scale).Append(new PredictionParameter("degreesOfFreedom", "double degreesOfFreedom = double.PositiveInfinity", "Of the t quantile that the standard error is multiplied by; infinite for the normal one.")).ToImmutableArray())
        {
            One = "global::GlmmDsl.Inference.Prediction",
            Many = "global::System.Collections.Immutable.ImmutableArray<global::GlmmDsl.Inference.Prediction>",
        };
}

/// <summary>A parameter of a prediction.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Declaration">Its declaration, with its default.</param>
/// <param name="Meaning">Its documentation.</param>
internal sealed record PredictionParameter(string Name, string Declaration, string Meaning);
