using System.Globalization;
using GlmmDsl.Design;
using GlmmDsl.Families;

namespace GlmmDsl.Fitting.Generalized;

/// <summary>Checks the response for refitting a generalised model, by the same rules as the response of a table.</summary>
internal static class RefitResponse
{
    /// <summary>Throws if the response is not valid for the family.</summary>
    /// <param name="matrices">The design of the first fit.</param>
    /// <param name="family">The family.</param>
    /// <param name="response">A finite number for each row: counts, or successes of the trials of the row.</param>
    /// <exception cref="ModelDataException">A number that is not a count, more successes than trials, or a response that leaves nothing to explain.</exception>
    public static void Require(ModelMatrices matrices, FamilyDefinition family, double[] response)
    {
        double[] trials = new double[response.Length];
        for (int i = 0; i < response.Length; i++)
        {
            trials[i] = matrices.Trials?[i] ?? 1;
            if (!(response[i] == 0 && matrices.ZeroInflation is not null) && family.Refusal(response[i], trials[i]) is { } wanted)
            {
                throw new ModelDataException(
                    string.Create(CultureInfo.InvariantCulture, $"The new response of row {matrices.SourceRows[i] + 1} is {response[i]:R}; the model needs {wanted}."), null, matrices.SourceRows[i] + 1L);
            }
        }

        if (family.Emptiness(response, trials) is { } empty)
        {
            throw new ModelDataException($"The new response {empty}: there is nothing to explain.");
        }
    }
}
