using System.Collections.Immutable;
using System.CommandLine;
using GlmmDsl.Cli.Arguments;
using GlmmDsl.Data;
using GlmmDsl.Families;

namespace GlmmDsl.Cli.Models;

/// <summary>The file of data and the options of reading and fitting that all commands share, and what they mean.</summary>
/// <param name="isInformationOfTests">Whether <c>--information</c> also says how the command tests fixed effects.</param>
internal sealed class ModelOptions(bool isInformationOfTests = false)
{
    private readonly Argument<string> data = new("DATA.csv") { Description = "The data: a CSV file with a header row; - is standard input." };
    private readonly Option<bool> ml = new("--ml") { Description = "Fit a linear model by maximum likelihood; the default is REML. Generalised models are always fitted by maximum likelihood." };
    private readonly Option<string?> weights = Single("--weights", "COL", "The column of weights: the trials of a binomial proportion, otherwise precisions; COL:frequency and so on for other kinds.");
    private readonly Option<string?> offset = Single("--offset", "EXPR", "An expression added to the linear predictor.");
    private readonly Option<string[]> levels = Repeated("--levels", "COL=a,b,c", "A factor with these levels in this order; the first is the reference. A level with a comma is quoted as in CSV.");
    private readonly Option<string[]> ordered = Repeated("--ordered", "COL=a,b,c", "Likewise, ordered: polynomial contrasts. Without levels, --ordered COL, a column of numbers in order of value.");
    private readonly Option<string[]> factor = Repeated("--factor", "COL", "A factor; numbers become levels in order of value.");
    private readonly Option<string[]> contrasts = Repeated("--contrasts", "COL=CODING", "Coding of a factor: treatment, sum, helmert or poly.");
    private readonly Option<string?> na = Single("--na", "omit|fail", "Rows with missing values: omit them with a notice (the default), or fail.");
    private readonly Option<string[]> naStrings = Repeated("--na-strings", "a,b", "Texts that mark a missing value, such as NA; an empty field always does.");
    private readonly Option<string?> separator = Single("--sep", "CHAR", "The character between fields, such as ';' or tab; the default is a comma.");
    private readonly Option<string?> decimalMark = Single("--decimal", "CHAR", "The decimal mark; the default is a point.");
    private readonly FamilyOptions generalized = new(isInformationOfTests);

    /// <summary>The file, which is the first argument.</summary>
    public Argument Data => data;

    // Which model is fitted to which rows: all but how a file is read.
    private IEnumerable<Option> OfFit => [ml, weights, offset, levels, ordered, factor, contrasts, na, .. generalized.All];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { ml, weights, offset, levels, ordered, factor, contrasts, na, naStrings, separator, decimalMark }.Concat(generalized.All))
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses options of fitting where nothing is fitted.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="reason">Why nothing is fitted, after the name of the option.</param>
    /// <exception cref="InputException">One was given.</exception>
    public void RefuseFitting(ParseResult parsed, string reason)
    {
        if (OfFit.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new InputException($"{given.Name} {reason}");
        }
    }

    /// <summary>What the options mean.</summary>
    /// <exception cref="InputException">Values that do not exist, or options that contradict each other.</exception>
    public ModelRequest Request(ParseResult parsed, bool withFile)
    {
        FitOptions how = generalized.Apply(FitOptions.Default, parsed);
        (string? weightColumn, WeightKind kind) = Weights(parsed.GetValue(weights), how.Family);
        FitOptions options = how with
        {
            Method = parsed.GetValue(ml) ? FitMethod.Ml : FitMethod.Reml,
            Missing = Missing(parsed.GetValue(na)),
            Weights = weightColumn,
            WeightKind = kind,
            Offset = parsed.GetValue(offset),
        };
        return new ModelRequest(withFile ? parsed.GetRequiredValue(data) : "", Csv(parsed), options, generalized.Remark(how, parsed)) { Information = generalized.InformationOf(parsed) };
    }

    private CsvOptions Csv(ParseResult parsed) => new()
    {
        Separator = Character("--sep", parsed.GetValue(separator), ','),
        DecimalMark = Character("--decimal", parsed.GetValue(decimalMark), '.'),
        NaStrings = [.. Values(parsed, naStrings).SelectMany(list => CsvOptions.SplitLevels(list))],
        Factors = [.. Values(parsed, factor)],
        Levels = Settings(parsed, levels, "a,b,c", CsvOptions.SplitLevels),
        Ordered = Settings(parsed, ordered, "a,b,c", CsvOptions.SplitLevels, withoutValue: []),
        Contrasts = Settings(parsed, contrasts, "sum", ParseCoding),
    };

    /// <summary>The settings of columns that an option makes.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="option">The option.</param>
    /// <param name="example">An example of a value.</param>
    /// <param name="read">Reads a value.</param>
    /// <param name="withoutValue">What a column alone means; null where that is an error.</param>
    private static ImmutableDictionary<string, T> Settings<T>(ParseResult parsed, Option<string[]> option, string example, Func<string, T> read, T? withoutValue = null)
        where T : struct
    {
        string[] texts = Values(parsed, option);
        if (texts.Length == 0)
        {
            return ImmutableDictionary<string, T>.Empty;
        }

        var settings = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            (string column, T value) = withoutValue is { } alone && text.Length > 0 && !text.Contains('=', StringComparison.Ordinal)
                ? (text, alone)
                : ColumnSetting.Parse(option.Name, text, example) is var setting ? (setting.Column, read(setting.Value)) : default;
            if (!settings.TryAdd(column, value))
            {
                throw new InputException($"{option.Name} is given twice for column {ValueText.Quote(column)}.");
            }
        }

        return settings.ToImmutable();
    }

    private static Coding ParseCoding(string text) => text switch
    {
        "treatment" => Coding.Treatment,
        "sum" => Coding.Sum,
        "helmert" => Coding.Helmert,
        "poly" => Coding.Polynomial,
        _ => throw new InputException($"--contrasts knows treatment, sum, helmert and poly, not {ValueText.Quote(text)}."),
    };

    private static MissingValues Missing(string? text) => text switch
    {
        null or "omit" => MissingValues.Omit,
        "fail" => MissingValues.Fail,
        _ => throw new InputException($"--na is omit or fail, not {ValueText.Quote(text)}."),
    };

    /// <summary>Without a kind, weights mean what they mean in R: trials of a binomial proportion, otherwise precision.</summary>
    private static (string? Column, WeightKind Kind) Weights(string? text, Family family)
    {
        WeightKind usual = ResponseFamilies.Of(family).HasTrials ? WeightKind.Trials : WeightKind.Precision;
        int colon = text?.LastIndexOf(':') ?? -1;
        return colon < 0 ? (text, usual) : text![(colon + 1)..] switch
        {
            "precision" => (text[..colon], WeightKind.Precision),
            "trials" => (text[..colon], WeightKind.Trials),
            "frequency" => (text[..colon], WeightKind.Frequency),
            _ => (text, usual),
        };
    }

    private static char Character(string option, string? text, char usual) => text switch
    {
        null => usual,
        "tab" or "\\t" => '\t',
        { Length: 1 } => text[0],
        _ => throw new InputException($"{option} takes one character, not {ValueText.Quote(text)}."),
    };

    /// <summary>The values of a repeated option, in order.</summary>
    public static string[] Values(ParseResult parsed, Option<string[]> option) => parsed.GetValue(option) ?? [];

    /// <summary>An option that takes one value.</summary>
    public static Option<string?> Single(string name, string value, string description) => new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>An option that may be given more than once.</summary>
    public static Option<string[]> Repeated(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
}
