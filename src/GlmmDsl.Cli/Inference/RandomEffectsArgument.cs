using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Inference;

/// <summary>Where the random effects are in means of the response, as <c>--random-effects</c> says it.</summary>
internal static class RandomEffectsArgument
{
    /// <summary>The place; null where the option was not given.</summary>
    /// <exception cref="InputException">There is no such place.</exception>
    public static RandomEffectsAre? Parse(Option option, string? text) => OptionValue.Choice<RandomEffectsAre?>(
        option, text, null, ("zero", RandomEffectsAre.Zero), ("modes", RandomEffectsAre.Modes), ("integrated", RandomEffectsAre.Integrated));
}
