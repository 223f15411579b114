using System.Globalization;

namespace GlmmDsl.Cli.Tests;

/// <summary>Runs the program in this process with its output captured.</summary>
internal static class Glmm
{
    /// <summary>Runs the program.</summary>
    public static Outcome Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    /// <summary>Runs the program with a token that stands for Ctrl-C.</summary>
    public static Outcome Run(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = GlmmProgram.Run(arguments, output, error, isTerminal: false, cancellationToken);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program under a culture of the user's.</summary>
    public static Outcome RunUnder(string culture, params string[] arguments)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            return Run(arguments);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A file of the reference data.</summary>
    public static string Reference(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "GlmmDsl.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "tests", "Reference", "data", name + ".csv");
    }

    /// <summary>Exit code and both streams.</summary>
    internal sealed record Outcome(int Code, string Output, string Error);
}
