using System.Text;
using GlmmDsl.Cli;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Without this the runtime ends the process at once, and not with the exit code that shells expect.
    pressed.Cancel = true;
    cancellation.Cancel();
};

// Output that programs read is UTF-8, whatever the console's own encoding.
// Nothing is left to write when the program ends: a second attempt at what could not be written would end it with an exception.
TextWriter? redirected = Console.IsOutputRedirected ? new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) : null;
return GlmmProgram.Run(args, redirected ?? Console.Out, Console.Error, isTerminal: !Console.IsErrorRedirected, cancellation.Token, Console.OpenStandardInput);
