using System.CommandLine;
using GlmmDsl.Data;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Arguments;

/// <summary>
/// Rewrites arguments so that the parser cannot take a value for an option: <c>--option value</c> becomes <c>--option=value</c>, and file and
/// formula go to the end, after <c>--</c>. Values may then begin with a minus (<c>--offset -h</c>) and hold <c>=</c>.
/// </summary>
internal static class PlainArguments
{
    private static readonly string[] HelpOptions = ["--help", "-h", "-?", "/?", "/h"];

    /// <summary>Rewrites the arguments of a command line.</summary>
    /// <exception cref="InputException">No or an unknown command, an unknown option, or a wrong number of arguments.</exception>
    public static string[] Of(IReadOnlyList<string> arguments, RootCommand root)
    {
        if (arguments.Count == 0)
        {
            throw new InputException("Nothing to do: give a command, as in 'glmm fit DATA.csv FORMULA'; 'glmm --help' lists the commands.");
        }

        if (arguments[0].StartsWith('-'))
        {
            return arguments[0] == "--version" || HelpOptions.Contains(arguments[0]) ? [arguments[0]] : throw UnknownOption(arguments[0], ["--help", "--version"]);
        }

        Command command = root.Subcommands.FirstOrDefault(c => c.Name == arguments[0])
            ?? throw new InputException($"There is no command {ValueText.Quote(arguments[0])}; there is {string.Join(", ", root.Subcommands.Select(c => ValueText.Quote(c.Name)))}.");
        return OfCommand(arguments, command);
    }

    private static string[] OfCommand(IReadOnlyList<string> arguments, Command command)
    {
        Dictionary<string, Option> options = command.Options.ToDictionary(o => o.Name, StringComparer.Ordinal);
        var plain = new List<string> { command.Name };
        var values = new List<string>();
        for (int i = 1; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument == "--")
            {
                values.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (HelpOptions.Contains(argument))
            {
                return [command.Name, "--help"];
            }

            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                values.Add(argument);
                continue;
            }

            string name = argument.Split('=', 2)[0];
            if (!options.TryGetValue(name, out Option? option))
            {
                throw UnknownOption(name, options.Keys);
            }

            bool isSwitch = option.ValueType == typeof(bool);
            string? value = name != argument ? argument[(name.Length + 1)..] : isSwitch ? null : arguments.ElementAtOrDefault(++i) ?? "";
            RefuseWrongValue(option, value, plain);
            plain.Add(value is null ? name : name + "=" + value);
        }

        RefuseWrongCount(values, command);
        return [.. plain, "--", .. values];
    }

    /// <summary>A switch takes no value; every other option needs one, and an option that is not a list is given once.</summary>
    private static void RefuseWrongValue(Option option, string? value, List<string> before)
    {
        if (option.ValueType == typeof(bool))
        {
            if (value is not null)
            {
                throw new InputException($"Option {option.Name} is a switch and takes no value: write it alone.");
            }
        }
        else if (string.IsNullOrEmpty(value))
        {
            throw new InputException($"Option {option.Name} needs a value: {option.Name} {option.HelpName}.");
        }
        else if (option.Arity.MaximumNumberOfValues == 1 && before.Exists(p => p.StartsWith(option.Name + "=", StringComparison.Ordinal)))
        {
            throw new InputException($"Option {option.Name} is given twice: give it once.");
        }
    }

    private static void RefuseWrongCount(List<string> values, Command command)
    {
        if (values.Count < command.Arguments.Count)
        {
            throw new InputException(
                $"'glmm {command.Name}' needs {string.Join(" and ", command.Arguments.Select(a => a.Name))}; {command.Arguments[values.Count].Name} is missing. 'glmm {command.Name} --help' says more.");
        }

        if (values.Count > command.Arguments.Count && !command.Arguments.Any(a => a.Arity.MaximumNumberOfValues > 1))
        {
            throw new InputException(
                $"Unexpected argument {ValueText.Quote(values[command.Arguments.Count])} after {string.Join(" and ", command.Arguments.Select(a => a.Name))}: put a formula with blanks in quotes.");
        }
    }

    private static InputException UnknownOption(string name, IEnumerable<string> known)
    {
        string help = NearestName.Find(name, known) is string nearest ? $"did you mean {nearest}?" : "'--help' lists the options.";
        return new InputException($"There is no option {ValueText.Quote(name)}; {help}");
    }
}
